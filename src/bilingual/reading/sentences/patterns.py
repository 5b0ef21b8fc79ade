"""The marks and words that show whether a Japanese sentence ends or continues."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bilingual.languages.japanese.scripts import (
    BRACKETS,
    DASHES,
    EMOJI,
    HALFWIDTH_KATAKANA,
    HIRAGANA,
    JAPANESE_LETTERS,
    KANJI,
    KANJI_ONE_TO_TEN,
    KATAKANA,
    LATIN,
    LONG_MARK,
    SIGNS_AS_BRACKETS,
)

SENTENCE_STOPS = "。｡！？!?⁉‼⁇⁈❓❗❔❕"
DOTS = "…‥⋯"

SAME_OPENER = {"(": "（", "[": "［", "{": "｛", "｢": "「"}
"""Half-width opening bracket → the full-width one; they close each other."""
OPENER_OF = {
    closing: SAME_OPENER.get(opening, opening)
    for opening, closing in (BRACKETS | SIGNS_AS_BRACKETS | {"(": ")", "[": "]", "{": "}", "‘": "’"}).items()
} | {"〞": "〝"}
"""Closing bracket → its opening bracket, by `SAME_OPENER`."""
EITHER = {"“": "“", "”": "“", '"': '"', "＂": '"'}
"""Marks that are used on both sides: ”…” and "…"."""
OPENERS = frozenset(OPENER_OF.values()) | frozenset(SAME_OPENER)
CLOSERS = frozenset(OPENER_OF) | frozenset('”"＂')
QUOTES = frozenset('「『｢“”"＂〝')
SPEECHES = QUOTES - {"『"}
"""Not 『』: it mostly encloses a title, and a title may end in any mark: 『けいおん！』."""
PARENTHESES = frozenset("（(")


def _one_of(signs: Iterable[str]) -> str:
    return "[" + re.escape("".join(sorted(signs))) + "]"


_ADDRESS = r"(?:https?|ftp):/[!-~]*[\w/=&#%+~-]"
_CLOSER_SET = re.escape("".join(sorted(CLOSERS)))

BRACKET = re.compile(f"{_ADDRESS}|{_one_of(OPENERS | CLOSERS | set(EITHER))}", re.ASCII)
EVENT = re.compile(
    rf"(?P<address>{_ADDRESS})|(?P<open>{_one_of(OPENERS | set(EITHER))})"
    rf"|(?P<stop>[{SENTENCE_STOPS}]+)|(?P<dots>[{DOTS}]+|\.{{2,}}|．{{2,}}|・{{2,}})|(?P<dot>[.．])"
    rf"|(?P<soft>[♪♫♬☆★♡♥]|{EMOJI}|(?<=[{HIRAGANA}{LONG_MARK}])[wｗ]+(?![{LATIN}]))",
    re.ASCII,
)
"""The next place where a sentence may end or text is skipped."""
TAIL = re.compile(
    rf"(?:[{SENTENCE_STOPS}{DOTS}♪♫♬♡♥\ufe0e\ufe0f]|{EMOJI})+|\.{{2,}}|[☆★>]+(?=\s|$)|[wｗ]+(?![{LATIN}])"
)
"""Characters that follow a stop and belong to it."""
SPACE = re.compile(r"\s*")
LEAD = re.compile(rf"[\s{DASHES}{DOTS}]*")
CONTENT = re.compile(rf"[^\s{SENTENCE_STOPS}.．♪☆★{_CLOSER_SET}]")
WITHIN = re.compile(rf"[{SENTENCE_STOPS}{DOTS}.．♪][^\s{SENTENCE_STOPS}{DOTS}.．♪{_CLOSER_SET}]")

HAS_STOP = re.compile(f"[{SENTENCE_STOPS}]")
HIRAGANA_LETTER = re.compile(f"[{HIRAGANA}{LONG_MARK}]")
KATAKANA_LETTER = re.compile(f"[{KATAKANA}]")
JAPANESE = re.compile(f"[{JAPANESE_LETTERS}]")
LATIN_LETTER = re.compile(f"[{LATIN}À-ɏ]")
SOFT_BEFORE = re.compile(f"[{HIRAGANA}{LONG_MARK}〜～]")
LOWER = re.compile("[a-z]")
POLITE = re.compile("(?:です|ます|[しま]た|せん|さい|[ねよ])$")

GOES_ON = re.compile(
    r"[とはがをにもので]|へ|や|っ|から|まで|より|[くぐ]らい|ほど|だけ|さえ|すら|こそ|しか|ばかり|など|なんて|なんぞ"
    r"|な[るのり]|なら|か[、。をはがのもどに]|だ[。、」）っろと]|じゃ"
    rf"|[、，,。．・：:；;／/＝=→ーゃゅょァィゥェォッャュョ々{DASHES}〜～]"
)
"""Text after a quotation that continues its sentence."""
STARTS = re.compile(
    r"と(?:にかく|ころ[がで、]|はい[えっ]|もあれ|もかく|もすれば|もに|りあえず|うとう|ても|たん|ある|きどき|きに、|っさ|っくに|ぼとぼ)"
    r"|は(?:い[、。！？]|じめ|たし|っ|や|るか|らは|て|あ|ぁ)|が(?:っ|ら|ん|ぜん)|に(?:っこ|や|こ|わか|ぎ|もかか)"
    r"|の(?:ち[、に]|んび|どか|ろ|びの)|も(?:う|し|ち|っと|ともと|はや|の|ぞ)|で(?:も、|すが|すから|すので|すけ|き|か)"
    r"|だ(?:から|が|けど|って|とし|とす)|へ(?:え|ぇ|[っん])|や(?:が|っ|は|む|れ)|しかし|しかも|こそこ|さえず|ほどな"
    r"|なので|なのに、|なるほど|ならば、|から(?:か|っ)|っていうか|じゃあ"
)
"""Words that look like one of GOES_ON but begin a sentence."""
QUOTATION = re.compile(r"と(?:い[ういっわ]|[思言云聞叫考尋問答呟驚感書])|って|[-–~〜～]\s")
"""Text that continues the sentence even after white space: `すごい！　と思った`, `(684年)? - 729年`."""
AFTER_MARK = re.compile(
    rf"(?:[はをにもへやがで]|から|まで)(?=[^{HIRAGANA}、。\s])|と(?!同時|突然|その)(?=[^{HIRAGANA}、。\s])|[はもをに]、|を|の|など|って|っ"
    r"|は(?=[おきけこさすせそとのみむもわ])|が(?=[^、らんっぜ])|も(?=[あいかきけさすせでとなみよら])"
    r"|に(?=[あいおかさしすつてとなはもよ])|での|です|でした|であ[るりっろ]|なんて[言思聞声感いお]"
    r"|と(?:い[ういっわ]|か|の|は|も|、(?!その|突然|急|いき)|おも|ほめ|つぶや|さけ|きい|きく|こた|わら|よろこ|され|する|した(?!ら)|して|ばかり)"
    rf"|[、，・ーァィゥェォッャュョゃゅょ々{DASHES}〜～~→]|-{{2}}"
)
"""Text after a bare ！ or ？ that continues the sentence, with stricter rules: Yahoo!の, なぜ？と思う."""
AFTER_NAME = re.compile(r"では|でも(?!、)|なら|が、|と、|で、|だ[とっ]")
"""The same, but only after a name; after others these are conjunctions."""
AFTER_STOP = re.compile(rf"[のをはにもへ](?=[^{HIRAGANA}、。，．\s])|っぽ")
"""The same after 。: モーニング娘。の."""
AFTER_NOUN = re.compile(
    rf"(?:[がでや]|と(?![思言云同]))(?=[^{HIRAGANA}、。，．\s])|(?:には|との|での|への|など|からの)|とは(?!い)"
)
"""The same, but only after a noun and 。: `が彼は` may also be "But he"."""
TWO_SPEAK = re.compile(r"と(?!い[ういっわ]|か|の|も|は)")
"""Text after the second of two speeches by two people; `「…」「…」という声` are examples by any number."""
BEGINS = re.compile(
    r"彼[はがも女ら]|私[はがもた]|僕[はがもら]|俺[はがもた]|あなた|しかし|そして|だが[、，]|でも[、，]|だから|それ[はでかに]|その[と後時]"
    r"|[そこ]うし[てた]|ところが|すると|また[、，]|さらに|なお[、，]|一方"
)
"""Words that clearly begin a sentence."""
SUBJECT = re.compile(r"(?:彼女?|私|僕|俺)(?:たち|ら)?[はが]")
SPEAKER = re.compile(rf"[{KANJI}{KATAKANA}{LONG_MARK}A-Za-z]{{1,8}}(?:さん|くん|ちゃん)?[「｢]")
"""The next speaker of a script: `花子「`."""

LAUGH = re.compile(
    r"(?:大|爆|苦|失|一同)?笑い?|泣き?|涙|汗|爆|怒|照れ?|拍手|嘘"
    r"|[\^＾´｀`'ω∀∇▽≧≦дДTоOo°゜=・;；_＿*＊\-ー~～<>＜＞ 　]{2,}"
)
"""Text in parentheses that is a symbol, not words: （笑）, (^^)."""
NOTE = re.compile(
    r"(?:写真|画像|図|表|注|※|出典|資料|引用|文責|筆者|聞き手|取材|撮影|提供|参考|参照|関連|共同|時事|ロイター|Ａ?ＡＰ|AF?P|→).*"
    r"|.*(?:参照|略|記者|通信|共同|提供|撮影|談|より|抜粋|原文ママ|つづく|続く|編集部|おわり|完)|(?:文|訳|絵|構成)[・＝=:：].*"
)
"""A note after a full stop that belongs to the sentence before: （写真は共同）."""
REFERENCE = re.compile(r"(?:注|註|※|\*)?\s?\d{1,3}|要出典|注釈?.*")
ITEM_MARKER = re.compile(
    rf"\d{{1,2}}|[{LATIN}]|[{KATAKANA}{HALFWIDTH_KATAKANA}{HIRAGANA}]|[{KANJI_ONE_TO_TEN}]{{1,2}}|[ivxIVX]{{1,4}}"
)
"""The number of a list item: it belongs to the text after it."""
PREFIX = re.compile(
    r"[株有財社独学医宗合名資]|[一公][財社]|仮称|特非|特定非営利活動法人|NPO(?:法人)?|国研|地独|旧|新|元|前|続"
)
"""Text in parentheses before a name: （株）."""
