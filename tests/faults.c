/* Fails the calls that a test names, on the files that it names: NEWSPORTAL_FAULTS holds
   "call name errno first count;..." - the call number `first` (1, 2, ...) on a file whose path
   ends with `name`, and `count` calls in all. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static struct { char call[16], name[32]; int error, first, count, seen; } rules[16];
static int known = -1;

static void learn(void) {
    known = 0;
    const char *text = getenv("NEWSPORTAL_FAULTS");
    while (text && *text && known < 16) {
        if (sscanf(text, "%15s %31s %d %d %d", rules[known].call, rules[known].name,
                   &rules[known].error, &rules[known].first, &rules[known].count) == 5)
            known++;
        text = strchr(text, ';');
        if (text) text++;
    }
}

static int fails(const char *call, int fd) {
    if (known < 0) learn();
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    for (int i = 0; i < known; i++) {
        size_t end = strlen(rules[i].name);
        if (strcmp(call, rules[i].call) || (size_t)length < end ||
            strcmp(path + length - end, rules[i].name))
            continue;
        int number = ++rules[i].seen;
        if (number >= rules[i].first && number < rules[i].first + rules[i].count) {
            if (rules[i].error < 0) _exit(137);
            errno = rules[i].error;
            return 1;
        }
    }
    return 0;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    if (fails("write", fd)) return -1;
    return real(fd, data, size);
}
int fsync(int fd) { REAL(fsync); return fails("fsync", fd) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return fails("fsync", fd) ? -1 : real(fd); }
int ftruncate(int fd, off_t size) {
    REAL(ftruncate);
    return fails("ftruncate", fd) ? -1 : real(fd, size);
}
int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    return fails("ftruncate", fd) ? -1 : real(fd, size);
}
static int lock_fails(int fd, int command) {
    return (command == F_SETLK || command == F_SETLKW) && fails("lock", fd);
}
#define LOCKING(name) \
    int name(int fd, int command, ...) { \
        static int (*real)(int, int, void *); \
        if (!real) real = dlsym(RTLD_NEXT, #name); \
        va_list more; \
        va_start(more, command); \
        void *argument = va_arg(more, void *); \
        va_end(more); \
        return lock_fails(fd, command) ? -1 : real(fd, command, argument); \
    }
LOCKING(fcntl)
LOCKING(fcntl64)
