"""Places whose English name is not the sound of the Japanese one, and katakana words that are places."""

from __future__ import annotations

_TABLE = """
中国 China, 中華人民共和国 People's Republic of China, 日本 Japan, 米国 United States, アメリカ United States,
アメリカ合衆国 United States of America, 英国 United Kingdom, イギリス United Kingdom, 韓国 South Korea,
大韓民国 South Korea, 北朝鮮 North Korea, 台湾 Taiwan, 香港 Hong Kong, 北京 Beijing, 上海 Shanghai, 天津 Tianjin,
重慶 Chongqing, 広州 Guangzhou, 深圳 Shenzhen, 南京 Nanjing, 武漢 Wuhan, 西安 Xi'an, 成都 Chengdu, 大連 Dalian,
瀋陽 Shenyang, 台北 Taipei, 高雄 Kaohsiung, 満州 Manchuria, 新疆 Xinjiang, 内モンゴル Inner Mongolia, 豪州 Australia,
欧州 Europe, ソウル Seoul, 釜山 Busan, 平壌 Pyongyang, ロシア Russia, ソ連 Soviet Union, ウクライナ Ukraine,
ベラルーシ Belarus, ドイツ Germany, フランス France, イタリア Italy, スペイン Spain, ポルトガル Portugal,
オランダ Netherlands, ベルギー Belgium, スイス Switzerland, オーストリア Austria, ポーランド Poland,
チェコ Czech Republic, ハンガリー Hungary, ルーマニア Romania, ブルガリア Bulgaria, ギリシャ Greece, トルコ Turkey,
スウェーデン Sweden, ノルウェー Norway, フィンランド Finland, デンマーク Denmark, アイスランド Iceland,
アイルランド Ireland, インド India, パキスタン Pakistan, バングラデシュ Bangladesh, ネパール Nepal,
スリランカ Sri Lanka, タイ Thailand, ベトナム Vietnam, ラオス Laos, カンボジア Cambodia, ミャンマー Myanmar,
マレーシア Malaysia, シンガポール Singapore, インドネシア Indonesia, フィリピン Philippines, モンゴル Mongolia,
カザフスタン Kazakhstan, ウズベキスタン Uzbekistan, イラン Iran, イラク Iraq, イスラエル Israel, パレスチナ Palestine,
シリア Syria, レバノン Lebanon, ヨルダン Jordan, サウジアラビア Saudi Arabia, エジプト Egypt, リビア Libya,
スーダン Sudan, エチオピア Ethiopia, ケニア Kenya, ナイジェリア Nigeria, 南アフリカ South Africa, カナダ Canada,
メキシコ Mexico, キューバ Cuba, ブラジル Brazil, アルゼンチン Argentina, チリ Chile, ペルー Peru,
オーストラリア Australia, ニュージーランド New Zealand, ハワイ Hawaii, アジア Asia, ヨーロッパ Europe,
アフリカ Africa, ロンドン London, パリ Paris, ベルリン Berlin, ローマ Rome, ウィーン Vienna, モスクワ Moscow,
キーウ Kyiv, ワシントン Washington, ニューヨーク New York, ロサンゼルス Los Angeles, ジュネーブ Geneva,
バンコク Bangkok, ハノイ Hanoi, マニラ Manila, ジャカルタ Jakarta, デリー Delhi, シドニー Sydney,
ブリュッセル Brussels
"""

EXONYMS: dict[str, str] = {
    japanese: english
    for japanese, _, english in (entry.strip().partition(" ") for entry in _TABLE.replace("\n", " ").split(","))
}
"""Japanese → English, for proposals; a glossary says what a publisher writes."""
