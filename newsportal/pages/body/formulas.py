"""Formulas (MathML) as one line of text."""

from __future__ import annotations

from lxml import etree

from newsportal.chinese.superscripts import lowered, raised

# What stands between the parts of an element
_SIGNS = {"msup": "^", "msub": "_", "msubsup": "^", "mfrac": "/", "mover": "^", "munder": "_"}
_SCRIPTS = {"^": raised, "_": lowered}


def formula(math: etree._Element) -> str:
    """Return the TeX that a formula was made of, else what it says.

    >>> e = "<mi>c</mi><mn>2</mn>"
    >>> formula(etree.HTML(f"<math><mi>E</mi><mo>=</mo><msup>{e}</msup></math>")[0][0])
    'E=c²'
    >>> tex = '<annotation encoding="application/x-tex">c^2</annotation>'
    >>> formula(etree.HTML(f"<math><semantics><msup>{e}</msup>{tex}</semantics></math>")[0][0])
    'c^2'
    """
    for annotation in math.iter("annotation"):
        if "tex" in annotation.get("encoding", "") and annotation.text:
            return str(annotation.text)
    if stated := (math.get("alttext") or "").strip():
        return stated
    said: list[str] = []
    for element in math.iter("*"):
        above, text = element.getparent(), (element.text or "").strip()
        sign = _SIGNS.get(str(above.tag)) if above is not None and above[-1] is element else None
        if sign in _SCRIPTS and text:
            text = _SCRIPTS[sign](text)
        elif sign:
            said.append(sign)
        if element.tag not in ("annotation", "annotation-xml", "style", "script"):
            said.append(text)
    return "".join(said)
