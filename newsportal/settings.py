"""Only what differs from Scrapy's defaults, for every spider: identity, manners, bounds.

Middlewares, pipelines and extensions of newsportal are named in `newsportal/spiders/components.py`.
They belong to the spider `posts`, beside those that you name here or with ``-s``.
"""

import os

BOT_NAME = "newsportal"
SPIDER_MODULES = ["newsportal.spiders"]
NEWSPIDER_MODULE = "newsportal.spiders"
COMMANDS_MODULE = "newsportal.commands"

# What to archive, and where to
NEWSPORTAL_URL = os.environ.get("NEWSPORTAL_URL", "https://www.0538ta.cn/")
NEWSPORTAL_DATA_DIR = os.environ.get("NEWSPORTAL_DATA_DIR", "data")

# Pages as they came, in WARC files: whether to keep them, where else, bytes a file
NEWSPORTAL_WARC = os.environ.get("NEWSPORTAL_WARC", "1")
NEWSPORTAL_WARC_DIR = os.environ.get("NEWSPORTAL_WARC_DIR", "")
NEWSPORTAL_WARC_SIZE = os.environ.get("NEWSPORTAL_WARC_SIZE", "1000000000")
# How long, or how much of them: 90d, 20GB; those of removed posts stay in any case
NEWSPORTAL_WARC_KEEP = os.environ.get("NEWSPORTAL_WARC_KEEP", "")

# Pictures and files of posts: images, files or all; where else than in the archive; bytes of the
# largest that is stored
NEWSPORTAL_MEDIA = os.environ.get("NEWSPORTAL_MEDIA", "")
NEWSPORTAL_MEDIA_STORE = os.environ.get("NEWSPORTAL_MEDIA_STORE", "")
NEWSPORTAL_MEDIA_SIZE = os.environ.get("NEWSPORTAL_MEDIA_SIZE", "32000000")

# Many portals: the fleet's database, and where every node finds the copies of archives
NEWSPORTAL_FLEET = os.environ.get("NEWSPORTAL_FLEET", "")
NEWSPORTAL_REPLICA = os.environ.get("NEWSPORTAL_REPLICA", "")

# Readers' comments: those on the post's page, or all
NEWSPORTAL_COMMENTS = os.environ.get("NEWSPORTAL_COMMENTS", "page")

# New posts are revisited after these times: 24h,7d
NEWSPORTAL_REVISITS = os.environ.get("NEWSPORTAL_REVISITS", "")
# Hours between the two "not found" that make a tombstone
NEWSPORTAL_REMOVAL_HOURS = os.environ.get("NEWSPORTAL_REMOVAL_HOURS", "24")
# Requests that a run may spend on exact times of older posts
NEWSPORTAL_DAY_FEEDS = os.environ.get("NEWSPORTAL_DAY_FEEDS", "0")

# When a figure of a run is odd enough to be told and to end the run with 1: see verdict.py
NEWSPORTAL_ALERT_POSTS = os.environ.get("NEWSPORTAL_ALERT_POSTS", "0.2")
NEWSPORTAL_ALERT_FILL = os.environ.get("NEWSPORTAL_ALERT_FILL", "0.5")
NEWSPORTAL_ALERT_RULES = os.environ.get("NEWSPORTAL_ALERT_RULES", "0.1")
NEWSPORTAL_ALERT_ERRORS = os.environ.get("NEWSPORTAL_ALERT_ERRORS", "0.7")
NEWSPORTAL_ALERT_ORDER = os.environ.get("NEWSPORTAL_ALERT_ORDER", "0.3")
NEWSPORTAL_ALERT_CHAIN = os.environ.get("NEWSPORTAL_ALERT_CHAIN", "0")
NEWSPORTAL_ALERT_SAMPLE = os.environ.get("NEWSPORTAL_ALERT_SAMPLE", "20")

# Where the verdict goes besides log and report: a URL for a POST, a file for node_exporter
NEWSPORTAL_WEBHOOK = os.environ.get("NEWSPORTAL_WEBHOOK", "")
NEWSPORTAL_NOTIFY = os.environ.get("NEWSPORTAL_NOTIFY", "")
NEWSPORTAL_METRICS_FILE = os.environ.get("NEWSPORTAL_METRICS_FILE", "")
# Log lines as JSON objects
NEWSPORTAL_LOG_JSON = os.environ.get("NEWSPORTAL_LOG_JSON", "0")

# Identity. The theme serves its mobile pages to agents with words such as linux or mobile in them.
NEWSPORTAL_CONTACT = os.environ.get("NEWSPORTAL_CONTACT", "newsportal@example.org")
USER_AGENT = f"newsportal/0.1 (news archive; +mailto:{NEWSPORTAL_CONTACT})"

# Manners: about one request a second, never more than two in flight
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 2
CONCURRENT_REQUESTS_PER_DOMAIN = 2
DOWNLOAD_DELAY = 1
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1
AUTOTHROTTLE_MAX_DELAY = 60
RETRY_TIMES = 3

# Bounds against hostile or broken servers
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # the largest bodies are some 100 KB; Scrapy allows 1 GiB
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
REDIRECT_MAX_TIMES = 5

# Consoles that run code stay off
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# What the spider `posts` asks for leads to no address of the inside; other spiders pass.
TWISTED_DNS_RESOLVER = "newsportal.middlewares.boundary.PortalResolver"

LOG_LEVEL = "INFO"
LOG_DATEFORMAT = "%Y-%m-%d %H:%M:%S %z"  # local time, which says so
FEED_EXPORT_ENCODING = "utf-8"  # Chinese as characters in Scrapy's own feeds
