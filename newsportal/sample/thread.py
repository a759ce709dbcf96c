"""The comment area of a post: threads, their pager, the form."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from newsportal.sample import discussion
from newsportal.sample.discussion import Remark
from newsportal.sample.options import Options
from newsportal.sample.pagebar import pagebar
from newsportal.sample.view import THEME, View

Threads = list[tuple[Remark, list[Remark]]]


def page_of_threads(options: Options, found: list[Remark], number: int) -> tuple[Threads, int]:
    """Return the threads of one comment page, and how many pages there are."""
    threads = discussion.threads(found)
    if options.comments_reversed:
        threads.reverse()
    size = options.comments_per_page
    return threads[(number - 1) * size : number * size], max(1, -(-len(threads) // size))


def comment_area(view: View, key: int, number: int = 1) -> str:
    """Return the whole area below a post."""
    if not view.options.comments or view.news.comments_closed(key):
        return ""
    found = _remarks(view, key)
    if not found:
        listed = '<div class="cmts block nocmt" data-content="还没有人评论？赶快去抢沙发~">\n'
        inner = '<label id="AjaxCommentBegin"></label><label id="AjaxCommentEnd"></label></div>\n'
        return listed + inner + _form(view, key)
    return (
        '<div class="cmts block">\n<div class="posttitle"><h4>评论列表</h4></div>\n'
        f"{fragment(view, key, number)}</div>\n{_form(view, key)}"
    )


def fragment(view: View, key: int, number: int) -> str:
    """Return one page of comments between the two labels, with its pager."""
    threads, last = page_of_threads(view.options, _remarks(view, key), number)
    post_id = view.news.timeline.id(key)

    def link(target: int) -> str:
        shown = "" if target == 1 else str(target)
        return f"javascript:zbp.comment.get('{post_id}','{shown}');"

    rows = "".join(_root(view, root, replies) for root, replies in threads)
    bar = pagebar(number, last, view.options.pagebar, link, "cmtpagebar")
    return (
        f'<label id="AjaxCommentBegin"></label>\n{rows}{bar}\n<label id="AjaxCommentEnd"></label>\n'
    )


def _remarks(view: View, key: int) -> list[Remark]:
    timeline = view.news.timeline
    return discussion.remarks(view.options.seed, key, timeline.time(key), timeline.anchor)


def _place(view: View, remark: Remark) -> str:
    if not view.options.comment_place:
        return ""
    return f"<em>{'IP:' + remark.place if remark.place else ''}</em>"


def _name(view: View, remark: Remark) -> str:
    if not remark.homepage:
        return escape(remark.author)
    target = f"{view.root}?external_link={quote(remark.homepage, safe='')}"
    return f'<a href="{target}" rel="nofollow" target="_blank">{escape(remark.author)}</a>'


def _root(view: View, root: Remark, replies: list[Remark]) -> str:
    inner = "".join(
        '<div class="cmtsreply"><div class="cmtsreplyname">'
        f"{_name(view, reply)}{_place(view, reply)}回复:</div>"
        f'<div class="cmtsreplycon"><label id="AjaxComment{reply.id}"></label>{reply.html}</div>'
        f'<div class="cmtsreplydate">{view.date(reply.time)}</div></div>\n'
        for reply in replies
    )
    return (
        f'<label id="cmt{root.id}"></label>\n<div class="cmtsitem"><span class="avatar">'
        f'<img src="{view.root}{THEME}style/images/avatar.png" alt="{escape(root.author)}"></span>'
        '<div class="cmtscon"><div class="cmtshead">'
        f'<div class="cmtsname">{_name(view, root)}</div>'
        f'{_place(view, root)}<div class="cmtsdate">{view.date(root.time)}</div></div>'
        f'<div class="cmtsbody" data-commentid="{root.id}"><p>{root.html}</p>{inner}</div>'
        f'<div class="cmtsfoot"><a href="javascript:;" class="reply" '
        f"onclick=\"zbp.comment.reply('{root.id}')\">回复该评论</a></div></div></div>\n"
    )


def _form(view: View, key: int) -> str:
    post_id = view.news.timeline.id(key)
    key_now = f"{view.draw.getrandbits(64):x}"
    action = f"{view.root}zb_system/cmd.php?act=cmt&amp;postid={post_id}&amp;key={key_now}"
    return f"""<div class="cmt block" id="divCommentPost">
<div class="posttitle"><h4>发表评论
<a rel="nofollow" id="cancel-reply" href="#divCommentPost">取消回复</a></h4></div>
<div class="cmtform"><form id="frmSumbit" target="_self" method="post" action="{action}">
<input type="hidden" name="inpId" id="inpId" value="{post_id}">
<input type="hidden" name="inpRevID" id="inpRevID" value="0">
<div class="cmtimg"><img src="{view.root}{THEME}style/images/avatar.png" alt="访客"></div>
<p><label for="inpName">名称(*)</label><input type="text" name="inpName" id="inpName"></p>
<p><label for="inpEmail">邮箱</label><input type="text" name="inpEmail" id="inpEmail"></p>
<p><label for="inpHomePage">网址</label>
<input type="text" name="inpHomePage" id="inpHomePage"></p>
<textarea name="txaArticle" id="txaArticle"></textarea>
<button type="submit">评论</button>
<p>◎欢迎参与讨论，请在这里发表您的看法和观点。</p></form></div></div>
"""
