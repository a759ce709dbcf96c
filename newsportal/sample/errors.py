"""Pages that are none: not found, closed, broken, leaving."""

from __future__ import annotations

from html import escape

from newsportal.sample.sections import SITE
from newsportal.sample.skeleton import GENERATOR, Frame, page
from newsportal.sample.view import View


def not_found(view: View) -> str:
    """Return the themed page for status 404."""
    content = f"""<div class="block"><div class="errorpage">
<h3>404!</h3><h4>对不起，页面未找到</h4><p>找不到内容？尝试下站内搜索吧!</p>
<form name="search" method="post" action="{view.root}zb_system/cmd.php?act=search">
<input type="text" name="q"><button type="submit">搜索</button></form>
<a class="goback" href="{view.root}">返回首页</a></div></div>"""
    return page(view, Frame("404", f"您访问的页面不存在或已删除 - {SITE}", content))


def closed() -> str:
    """Return the page of a closed site, for status 503."""
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{SITE}</title></head>
<body class="closepage"><div class="closesite"><div class="closelogo"></div>
<h1>网站维护中，暂时无法访问！</h1><div class="closecon">请稍后再来。</div></div></body></html>
"""


def broken(view: View) -> str:
    """Return the CMS's own page for status 500."""
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="generator" content="{GENERATOR}">
<title>{SITE}-错误</title></head><body class="error short"><div class="bg">
<form id="frmLogin" method="post" action="#"><div class="divHeader">错误提示</div>
<p>操作数据库时发生错误</p><p><a href="{view.root}">返回</a></p></form></div></body></html>
"""


def leaving(address: str) -> str:
    """Return the page that stands before a commenter's homepage."""
    shown = escape(address)
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>即将离开 - {SITE}</title></head>
<body><div class="leave"><p>您即将离开{SITE}，前往：</p>
<a href="{shown}">{shown}</a></div></body></html>
"""
