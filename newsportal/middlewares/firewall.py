"""Recognises the pages by which web firewalls refuse or examine a visitor.

What a product leaves in its pages: addresses of its scripts and pictures, names of its cookies,
its own words. A page is a firewall's only if it is small; callers leave out pages that a theme
has made, since a post may well tell of a firewall.
"""

from __future__ import annotations

import re

_LARGEST = 64 * 1024  # characters; such pages have no content but their message
_LARGEST_CHALLENGE = 16 * 1024  # of those that come with status 200
_SIGNS = {
    "安全狗": r"safedog|网站安全狗|登录安全狗",
    "云锁": r"yunsuo|security_session_verify|云锁.{0,9}(?:防护|拦截)",
    "宝塔": r"btwaf|bt\.cn/new/|宝塔(?:网站|云)?(?:防火墙|WAF)|堡塔|您的请求带有不合法参数"
            r"|_yanzheng_(?:huadong|ip|js)",
    "阿里云WAF": r"acw_sc__v[23]|errors\.aliyun\.com|alicdn\.com/sd/punish|aliyun_waf"
                 r"|阿里云.{0,9}防火墙|访问被阻断",
    "腾讯云WAF": r"waf[-.\w]*\.tencent[-\w]*\.com|waf_captcha|turing\.captcha|TCaptcha|EdgeOne"
                 r"|腾讯云.{0,9}防火墙",
    "知道创宇": r"yunaq|jiasule|365cyd|创宇盾|知道创宇|__jsl_clearance|__jsluid",
    "5秒盾": r"5\s*秒盾|_guard/(?:auto|click|slide|encrypt)|cdnfly|cf-chl|_cf_chl"
             r"|cdn-cgi/challenge-platform|正在(?:检查|检测|验证)您的浏览器|浏览器安全检查",
    "雷池": r"/\.safeline/|safeline|sl-challenge|雷池.{0,9}(?:防火墙|WAF)",
    "360网站卫士": r"wzws|wangzhan\.360|webscan\.360|奇安信网站卫士|360网站卫士",
    "D盾": r"D盾_|d99net",
    "护卫神": r"护卫神.{0,9}(?:防火墙|拦截)|hws\.com",
    "华为云WAF": r"HWWAFSES|CloudWAF|华为云.{0,9}防火墙",
    "百度云加速": r"yunjiasu|百度云加速|云防护节点",
    "玄武盾": r"websaas\.cn|玄武盾",
    "网站防火墙": r"网站防火墙|Web应用防火墙|请求已被.{0,20}(?:拦截|阻断)|疑似黑客攻击"
                  r"|滑块验证|人机验证|访问验证",
}  # fmt: skip
_SIGN = re.compile(
    "|".join(f"(?P<n{n}>{sign})" for n, sign in enumerate(_SIGNS.values())), re.IGNORECASE
)
_PRODUCTS = dict(zip((f"n{n}" for n in range(len(_SIGNS))), _SIGNS, strict=True))
_HEADERS = re.compile(
    r"^server: (?P<n0>safedog)|^x-powered-by: (?P<n0b>WAF/2)|^(?P<n6>cf-mitigated: )"
    r"|^server: (?P<n8>wzws)|^(?P<n8b>wzws-ray: )",
    re.IGNORECASE | re.MULTILINE,
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
    found = _SIGN.search(page)
    if found is None and status in _REFUSALS:
        found = _HEADERS.search(headers)
    if found is None or found.lastgroup is None:
        return None
    return _PRODUCTS[found.lastgroup.rstrip("b")]
