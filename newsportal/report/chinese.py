"""What newsportal says of a run, in Chinese: verdicts, notes, alerts, reasons.

The account of a run has them in English. A sentence of others, such as the words of an exception,
stays as it is, also where it stands within one of ours.
"""

from __future__ import annotations

import re

# Pattern of the whole text, and its Chinese; the group `why` is put into Chinese, too.
_SENTENCES = [
    # Verdicts
    (r"(?P<n>\d+) pages raised an error in newsportal; the log has the tracebacks",
     "{n} 个页面在处理时 newsportal 自身出错，详见日志中的错误堆栈"),
    (r"(?P<n>\d+) pages could not be read, first (?P<url>\S+): (?P<why>.*); run again",
     "{n} 个页面无法读取，第一个是 {url}：{why}；请再运行一次"),
    (r"(?P<url>\S+) shows no list of posts", "{url} 没有文章列表"),
    (r"(?P<url>\S+) shows no list of posts in a theme that newsportal knows",
     "{url} 没有 newsportal 认识的主题的文章列表"),
    (r"(?P<url>\S+) shows no list of posts: (?P<why>.*)", "{url} 没有文章列表：{why}"),
    (r"(?P<url>\S+) cannot be read: (?P<why>.*)", "{url} 无法读取：{why}"),
    (r"nothing could be extracted from (?P<n>\d+) post pages",
     "读取了 {n} 个文章页面，什么也没有提取出来"),
    (r"stopped before the end \((?P<why>.*)\); the next run goes on",
     "中途停止（{why}）；下次运行会接着进行"),
    (r"stopped after (?P<n>\d+) answers like this: (?P<why>.*); run later",
     "连续 {n} 次得到这样的回应后停止：{why}；请过些时候再运行"),
    (r"the archive cannot be written: (?P<why>.*)", "存档无法写入：{why}"),
    (r"(?P<n>\d+) known posts are not found, first (?P<url>\S+); none is marked as removed\. .*",
     "{n} 篇已存档的文章找不到了，第一篇是 {url}；没有一篇标记为已删除。若确已删除，请加上"
     " -a removals=confirmed 再运行一次"),
    (r"robots\.txt asks for (?P<n>\S+) s between requests", "robots.txt 要求每次请求间隔 {n} 秒"),
    # Notes
    (r"no feed when last looked; the lists are used", "上次查看时没有 RSS；改用列表页"),
    (r"no feed \((?P<why>.*)\); the lists are used", "没有 RSS（{why}）；改用列表页"),
    (r"the feed names no posts; the lists are used", "RSS 中没有文章；改用列表页"),
    (r"every post of the feed is new; the lists are used", "RSS 中的文章全是新的；改用列表页"),
    (r"the feed misses (?P<url>\S+); the lists are used", "RSS 漏了 {url}；改用列表页"),
    (r"(?P<url>\S+) is left out: above DOWNLOAD_MAXSIZE", "{url} 未读取：超过 DOWNLOAD_MAXSIZE"),
    # What was healed
    (r"state\.db was missing", "state.db 缺失"),
    (r"state\.db was damaged \((?P<why>.*)\) and is now (?P<path>.*)",
     "state.db 已损坏（{why}），现为 {path}"),
    (r"a new state was made from posts\.jsonl", "已由 posts.jsonl 重建状态"),
    (r"(?P<n>\d+) records that the state did not know were adopted",
     "收录了状态中没有的 {n} 条记录"),
    (r"(?P<n>\d+) posts whose last lines are not there are read again",
     "{n} 篇文章的末条记录不在文件中，将重新读取"),
    (r"the lines of (?P<n>\d+) posts that the portal has removed are lost",
     "{n} 篇门户已删除的文章的记录丢失"),
    (r"posts\.jsonl was written anew \((?P<why>.*?)\)(?:; the old file is (?P<path>.*))?",
     "posts.jsonl 已重写（{why}）；旧文件为 {path}"),
    (r"(?P<before>\S+) redirects to (?P<url>\S+); named so, it saves requests",
     "{before} 会跳转到 {url}；直接写后者可以减少请求"),
    # Alerts
    (r"(?P<n>\d+) new posts in the last day, (?P<usual>\d+) a day in the days before",
     "最近一天新增 {n} 篇，此前平均每天 {usual} 篇"),
    (r"(?P<name>\w+) is filled in (?P<n>\d+) of (?P<all>\d+) posts, (?P<usual>\d+) were to be"
     r" expected", "{all} 篇文章中有 {n} 篇填了 {name}，预计应有 {usual} 篇"),
    (r"the rule (?P<name>\S+) found something (?P<n>\d+) times in (?P<all>\d+) posts,"
     r" (?P<usual>\d+) were to be expected: has the portal a new look\?",
     "规则 {name} 在 {all} 篇文章中命中 {n} 次，预计应有 {usual} 次：门户是否改版？"),
    (r"(?P<n>\d+) of (?P<all>\d+) requests ended with an error or a refusal",
     "{all} 次请求中有 {n} 次出错或被拒绝"),
    (r"(?P<n>\d+) of (?P<all>\d+) neighbours are dated on the wrong side of their post: are dates"
     r" read wrongly\?", "{all} 篇相邻文章中有 {n} 篇的日期先后颠倒：日期是否读错？"),
    (r"(?P<n>\d+) posts have a neighbour that is not accounted for; scrapy audit lists them",
     "{n} 篇文章的相邻文章下落不明；可用 scrapy audit 列出"),
    # Reasons
    (r"status (?P<n>\d+)", "状态码 {n}"),
    (r"the portal shows its front page", "返回的是首页"),
    (r"removed by the portal", "门户已删除"),
    (r"not found", "找不到此页"),
    (r"not found, but pages behind it are there", "找不到此页，但其后的页存在"),
    (r"robots\.txt forbids it", "robots.txt 不允许"),
    (r"robots\.txt cannot be read: (?P<why>.*)", "robots.txt 无法读取：{why}"),
    (r"the page is empty", "页面是空的"),
    (r"only a part of the page came", "只收到页面的一部分"),
    (r"the page cannot be unpacked: (?P<why>.*)", "页面无法解压：{why}"),
    (r"the page is cut off", "页面不完整"),
    (r"the page has no title", "页面没有标题"),
    (r"the page has no text", "页面没有正文"),
    (r"the page has no title and no text", "页面没有标题，也没有正文"),
    (r"the web firewall (?P<name>.*) answers \(status (?P<n>\d+)\)",
     "网站防火墙 {name} 作出回应（状态码 {n}）"),
    (r"leads off the portal, to (?P<url>.*)", "指向门户之外：{url}"),
    (r"its name leads to (?P<host>\S+), which is not a public address",
     "域名指向 {host}，不是公网地址"),
    (r"(?P<n>\d+) addresses like this led to no post of their own",
     "{n} 个同类地址都没有自己的文章"),
    (r"the list goes on after (?P<n>\d+) posts, more than there are",
     "列出 {n} 篇之后列表仍未结束，超过了文章总数"),
    (r"(?P<n>\d+) lists in menus show no posts of their own",
     "菜单中有 {n} 个列表没有自己的文章"),
    (r"the run ends", "运行要结束了"),
    # Pictures and files
    (r"the files of (?P<n>\d+) media were missing; they are asked for again",
     "{n} 个图片或附件的文件缺失，将重新请求"),
    (r"(?P<n>\d+) files of media that nothing tells of were removed",
     "{n} 个没有任何记载的图片或附件文件已移除"),
    (r"(?P<n>\d+) lines of media\.jsonl were damaged; as it was it is now (?P<path>.*)",
     "media.jsonl 有 {n} 行已损坏；原文件现为 {path}"),
    (r"it is (?P<what>.*), which is not what the post names", "内容是 {what}，不是文章所指的"),
    (r"leads to (?P<url>.*), and (?P<name>\S+) is not a public address",
     "指向 {url}，而 {name} 不是公网地址"),
    (r"leads to (?P<url>.*), and it is no web address", "指向 {url}，那不是网页地址"),
    (r"leads to no web address, (?P<url>.*)", "指向的不是网页地址：{url}"),
    (r"shutdown", "用户停止"),
    (r"closespider_timeout", "到了时间限制"),
    (r"a page of no known look: (?P<why>.*)", "页面的样子无法辨认：{why}"),
    (r"(?P<url>\S+) cannot be read", "{url} 无法读取"),
    (r"what stored pages tell and the records did not was read from them",
     "保存的页面里有、而记录里没有的内容，已从页面读出"),
    (r"(?P<n>\d+) posts name another post's address as their own \(rel=canonical\); it was not"
     r" believed", "{n} 篇文章把另一篇的地址当作自己的（rel=canonical）；没有采信"),
    (r"(?P<n>\d+) pages (?P<why>[^,]*), (?P<all>\d+) posts were read",
     "读取了 {all} 篇文章，其中 {n} 页：{why}"),
    (r"posts\.jsonl was written anew \((?P<why>.*)\)(?P<rest>.*)",
     "posts.jsonl 已重新写过（{why}）{rest}"),
]  # fmt: skip
_COMPILED = [(re.compile(pattern), chinese) for pattern, chinese in _SENTENCES]


def chinese(text: str) -> str:
    """Return a sentence of ours in Chinese, any other as it is.

    >>> chinese("no feed (status 404); the lists are used")
    '没有 RSS（状态码 404）；改用列表页'
    >>> chinese("Connection refused")
    'Connection refused'
    """
    for pattern, template in _COMPILED:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            if "why" in parts:
                parts["why"] = chinese(parts["why"])
            return template.format(**parts)
    return text
