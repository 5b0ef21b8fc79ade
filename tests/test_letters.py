"""Heads of letters and releases, rows of ornaments, and tables of bare text."""

from __future__ import annotations

import pytest

from bilingual.model import Article
from bilingual.reading.plain.structure import parse_text


def title(article: Article) -> str:
    return article.title.source if article.title else ""


@pytest.mark.parametrize("addressee", ["各位", "各　位", "お取引先各位", "山田商店　御中"])
@pytest.mark.parametrize(
    "sender", ["会 社 名    青葉電機株式会社\n代表者名    代表取締役社長　木村　直樹", "株式会社みどり"]
)
def test_a_spread_head_is_no_title(addressee: str, sender: str) -> None:
    text = f"2026年5月12日\n{addressee}\n{sender}\n\n社名の変更に関するお知らせ\n\n　当社は社名を変更します。\n"
    assert title(parse_text(text)) == "社名の変更に関するお知らせ"


@pytest.mark.parametrize(
    "name", ["校　長　山　田　太　郎", "校 長　山田　太郎", "園　長　　小　林　里　美", "校長　山田　太郎"]
)
def test_a_spread_name_is_no_title(name: str) -> None:
    text = (
        f"令和８年９月１日\n\n保護者の皆様\n\n　　みどり小学校\n　　{name}\n\n発表会のご案内\n\n　発表会を開きます。\n"
    )
    assert title(parse_text(text)) == "発表会のご案内"


@pytest.mark.parametrize("subject", ["入　札　公　告", "運　動　会　の　お　知　ら　せ", "会　長　選　挙"])
def test_a_spread_subject_is_a_title(subject: str) -> None:
    text = f"令和８年９月１日\n\n関係各位\n\nみどり市\n\n{subject}\n\n　次のとおり行います。\n"
    assert title(parse_text(text.replace("みどり市", "みどり市役所"))) == subject


@pytest.mark.parametrize("kind", ["【プレスリリース】", "プレスリリース", "＜報道発表資料＞", "［News Release］"])
def test_the_kind_of_a_document_is_no_title(kind: str) -> None:
    text = f"{kind}\n報道関係者各位\n2026年9月1日\n\n新しい豆腐を発売\n\n　当社は新しい豆腐を発売します。\n"
    assert title(parse_text(text)) == "新しい豆腐を発売"


def test_the_kind_of_a_document_is_no_title_without_an_addressee() -> None:
    text = "News Release\n2026年3月12日\n株式会社みどり\n\n新しい豆腐を発売\n\n　当社は新しい豆腐を発売します。\n"
    assert title(parse_text(text)) == "新しい豆腐を発売"


def test_a_letter_may_have_no_day() -> None:
    text = "令和８年２月吉日\n山田商店　御中\n\n記念式典のご案内\n\n拝啓　早春の候、お慶び申し上げます。\n"
    found = parse_text(text)
    assert (found.blocks[0].kind, title(found)) == ("byline", "記念式典のご案内")


@pytest.mark.parametrize("first", ["日　時　　８月９日（土）午前９時より", "集合場所　　公園の北の門の前に"])
def test_lines_with_a_label_set_apart_are_not_joined(first: str) -> None:
    lines = [first, "場　所　　中央公園", "持ち物　　軍手と水筒"]
    found = parse_text("清掃のお知らせ\n\n　次のとおり行います。\n\n" + "\n".join(lines) + "\n\n　お待ちしています。\n")
    assert [block.source for block in found.blocks][2:5] == lines


def test_the_sign_before_the_details_of_a_letter_is_a_heading() -> None:
    text = "各位\n\n総会のご案内\n\n　開きます。\n\n敬具\n\n　　記\n\n日　時　　５月９日\n会　場　　公民館\n\n以上\n"
    kinds = {block.source: block.kind for block in parse_text(text).blocks}
    assert (kinds["記"], kinds["敬具"], kinds["以上"]) == ("heading", "paragraph", "paragraph")


@pytest.mark.parametrize("rows", ["★☆★{}★☆★", "==== {} ====", "＊＊＊{}＊＊＊", "◆◇◆　{}　◇◆◇", "━━━{}━━━"])
def test_text_between_ornaments_is_kept_without_them(rows: str) -> None:
    article = parse_text(f"祭り\n\n今年も祭りを行います。\n\n{rows.format('持ち物')}\n・水筒\n・帽子\n")
    assert [(block.kind, block.source) for block in article.blocks][2] == ("heading", "持ち物")


@pytest.mark.parametrize("text", ["○○町の○○", "★一つ目", "■項目■", "A = B"])
def test_signs_of_a_text_are_kept(text: str) -> None:
    article = parse_text(f"祭り\n\n今年も祭りを行います。\n\n{text}\n")
    assert text in article.blocks[-1].marker + article.blocks[-1].source


@pytest.mark.parametrize(
    "table",
    [
        "県\t人口\n長野\t200万\n山梨\t80万",
        "県 | 人口\n--- | ---:\n長野 | 200万\n山梨 | 80万",
        "|県|人口|\n|:--|--:|\n|長野|200万|\n|山梨|80万|",
        "＋－－＋－－＋\n｜県　｜人口｜\n＋－－＋－－＋\n｜長野｜200万｜\n｜山梨｜80万｜\n＋－－＋－－＋",
        "+----+----+\n| 県 | 人口 |\n+----+----+\n| 長野 | 200万 |\n| 山梨 | 80万 |\n+----+----+",
        "╔══╦══╗\n║県║人口║\n╠══╬══╣\n║長野║200万║\n║山梨║80万║\n╚══╩══╝",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tables_of_bare_text(table: str, end: str) -> None:
    article = parse_text(f"統計\n\n{table}\n\n以上が統計である。\n".replace("\n", end))
    assert [block.kind for block in article.blocks] == ["title", "table", "paragraph"]
    assert [unit.source for unit in article.blocks[1].units] == ["県", "人口", "長野", "200万", "山梨", "80万"]


@pytest.mark.parametrize("text", ["一つ | 二つ", "命令は a | b である。\n次の行である。", "+----+\n文である。\n+----+"])
def test_a_bar_makes_no_table(text: str) -> None:
    assert not [block for block in parse_text(f"統計\n\n{text}\n").blocks if block.kind == "table"]
