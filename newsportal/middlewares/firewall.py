"""Recognises the pages by which web firewalls refuse or examine a visitor.

What a product leaves in its pages: addresses of its scripts and pictures, names of its cookies,
its own words. A page is a firewall's only if it is small; callers leave out pages that a theme
has made, since a post may well tell of a firewall.
"""

from __future__ import annotations

import re

_LARGEST = 64 * 1024  # characters; such pages have no content but their message
_LARGEST_CHALLENGE = 16 * 1024  # of those that come with status 200
# More of these is content, which no challenge has.
_MOST = (("<a ", 12), ("</p>", 12), ("。", 12), ("，", 30), ("<li", 20), ("<div", 60))
_LARGEST_PLAIN = 2_000  # characters of one that has neither scripts nor styles

# By product, what is looked for: words of its own, or (a word, all that belongs to it).
_SIGNS: dict[str, tuple[str | tuple[str, str], ...]] = {
    "安全狗": ("safedog", "安全狗"),
    "云锁": ("yunsuo", "security_session_verify", ("云锁", r"云锁.{0,9}(?:防护|拦截)")),
    "宝塔": ("btwaf", "bt.cn/new/", "堡塔", "您的请求带有不合法参数",
             ("宝塔", r"宝塔(?:网站|云)?(?:防火墙|waf)"),
             ("_yanzheng_", r"_yanzheng_(?:huadong|ip|js)")),
    "阿里云WAF": ("acw_sc__v2", "acw_sc__v3", "errors.aliyun.com", "alicdn.com/sd/punish",
                  "aliyun_waf", "访问被阻断", ("阿里云", r"阿里云.{0,9}防火墙")),
    "腾讯云WAF": ("waf_captcha", "turing.captcha", "tcaptcha", "edgeone",
                  (".tencent", r"waf[-.\w]{0,60}\.tencent[-\w]{0,60}\.com"),
                  ("腾讯云", r"腾讯云.{0,9}防火墙")),
    "知道创宇": ("yunaq", "jiasule", "365cyd", "创宇盾", "知道创宇", "__jsl_clearance", "__jsluid"),
    "5秒盾": (("秒盾", r"5\s{0,9}秒盾"), ("_guard/", r"_guard/(?:auto|click|slide|encrypt)"),
              "cdnfly", "cf-chl", "_cf_chl", "cdn-cgi/challenge-platform", "浏览器安全检查",
              ("您的浏览器", r"正在(?:检查|检测|验证)您的浏览器")),
    "雷池": ("safeline", "sl-challenge", ("雷池", r"雷池.{0,9}(?:防火墙|waf)")),
    "360网站卫士": ("wzws", "wangzhan.360", "webscan.360", "奇安信网站卫士", "360网站卫士"),
    "D盾": ("d盾_", "d99net"),
    "护卫神": ("hws.com", ("护卫神", r"护卫神.{0,9}(?:防火墙|拦截)")),
    "华为云WAF": ("hwwafses", "cloudwaf", ("华为云", r"华为云.{0,9}防火墙")),
    "百度云加速": ("yunjiasu", "百度云加速", "云防护节点"),
    "玄武盾": ("websaas.cn", "玄武盾"),
    "网站防火墙": ("网站防火墙", "web应用防火墙", "疑似黑客攻击",
                   "滑块验证", "人机验证", "访问验证",
                   ("请求已被", r"请求已被.{0,20}(?:拦截|阻断)")),
}  # fmt: skip
_WORDS = [
    (word, None, product) if isinstance(word, str) else (word[0], re.compile(word[1]), product)
    for product, words in _SIGNS.items()
    for word in words
]
_HEADERS = (
    (re.compile(r"^server: safedog", re.M), "安全狗"),
    (re.compile(r"^x-powered-by: waf/2", re.M), "安全狗"),
    (re.compile(r"^cf-mitigated: ", re.M), "5秒盾"),
    (re.compile(r"^(?:server: wzws|wzws-ray: )", re.M), "360网站卫士"),
)
_REFUSALS = frozenset((202, 400, 403, 405, 406, 412, 418, 429, 468, 493, 501, 503, 521, 567))


def firewall_of(status: int, headers: str, page: str) -> str | None:
    """Return the product that made a page, None if no firewall did.

    *headers* are lines as in ``server: x``. Cookies alone are no sign: firewalls set them on the
    portal's own pages as well.

    >>> firewall_of(403, "", "<h1>您的请求可能有害，已被网站安全狗拦截</h1>")
    '安全狗'
    >>> firewall_of(200, "", "<script>document.cookie='acw_sc__v2='+x;location.reload()</script>")
    '阿里云WAF'
    >>> firewall_of(403, "server: nginx", "<h1>403 Forbidden</h1>") is None
    True
    """
    if status not in _REFUSALS and status != 200:
        return None
    if len(page) > (_LARGEST_CHALLENGE if status == 200 else _LARGEST):
        return None
    if status == 200 and _has_content(page):
        return None
    # One search for each word: Python's engine takes thirty times as long for all at once.
    page = page.lower()
    for word, pattern, product in _WORDS:
        if word in page and (pattern is None or pattern.search(page)):
            return product
    if status in _REFUSALS:
        headers = headers.lower()
        return next((product for sign, product in _HEADERS if sign.search(headers)), None)
    return None


def _has_content(page: str) -> bool:
    """Tell whether a page has more than a firewall's message, by what is counted fast."""
    if len(page) > _LARGEST_PLAIN and "<script" not in page and "<style" not in page:
        return True
    return any(page.count(tag) > most for tag, most in _MOST)
