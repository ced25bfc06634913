"""Invented names and biographies."""

from __future__ import annotations

OPERATION_NAMES: tuple[tuple[str, str], ...] = (
    ("azure_voice", "海风吹过"), ("lanwan_daily", "兰湾日记"), ("truth_of_bay", "湾区真话"), ("pier_seven_fan", "七号码头"),
    ("sunny_harbour", "晴天港口"), ("old_boatman", "老船工"), ("green_pine_mum", "青松妈妈"), ("real_bay_news", "兰湾快讯"),
    ("morning_tai_chi", "晨练大爷"), ("bridge_walker", "走桥的人"), ("lucky_lantern", "灯会小迷妹"), ("bay_patriot", "爱我兰湾"),
    ("simple_nurse", "夜班护士"), ("fishball_queen", "鱼蛋女王"), ("honest_mirror", "照妖镜"), ("street_wind", "街坊老王"),
    ("quiet_river", "静水流深"), ("plain_facts", "只讲事实"), ("taxi_nineteen", "十九年的哥"), ("lotus_pond", "荷塘月色"),
)  # fmt: skip
OPERATION_BIOS: dict[str, tuple[str, ...]] = {
    "zh-Hans": ("热爱生活，热爱家乡。", "普通人一个，说点真话。", "美食｜旅行｜兰湾", "人间烟火最抚人心。"),
    "zh-Hant": ("喜歡拍照的普通市民。", "愛生活，愛家鄉。", "說真話的人。"),
    "en": ("Love my city. Love life.", "Just an ordinary citizen who speaks the truth.", "Food, travel, Azure Bay.",
           "Mother of two. Facts first.", "Peace and prosperity."),
}  # fmt: skip
HANDLES: tuple[str, ...] = (
    "marrow_and_twine", "ilse_on_rails", "tin_whistle_tom", "kettlebell_kat", "noor_bakes", "fernandfox", "oboe_otto",
    "hana_h_knits", "gravelroad", "juniper_jo", "bikeshed_ben", "salt_marsh_sal", "petra_prints", "llama_lou",
    "yarnbarn", "moss_agate", "bertrand_b", "slow_sunday", "capstan_cat", "vera_velo", "inkpot_ian", "quince_quinn",
    "duskwatcher", "plover_pat", "nadia_nodes", "turnip_truck", "ezra_easel", "hill_hazel", "wren_and_rook", "otis_oats",
    "cobble_stone", "mira_maps", "thistle_tess", "dune_dan", "kiln_kim", "laksa_lee", "paper_crane", "river_rui",
    "tofu_tang", "xiaoyu_draws", "awen_cooks", "bamboo_bo", "lin_xi_runs", "meimei_reads", "dongdong_bikes",
    "sesame_song", "rainy_rong", "teapot_tao", "yaya_and_cat", "night_owl_ning", "pomelo_ping", "old_street_shu",
    "cloud_chen", "fiddle_fu", "guava_gao", "hello_huai", "jasmine_jia", "kite_ke", "lotus_root_lu", "mango_mo",
    "noodle_nan", "osmanthus", "plum_pei", "quiet_qing", "radish_ran", "swallow_su", "taro_ting", "umbrella_u",
    "violet_wei", "willow_wan", "yam_yi", "zither_zhou", "amber_ash", "brook_byrne", "clover_cass", "drift_dee",
    "ember_ed", "flint_fay", "garnet_gil", "heath_hugo", "iris_ivo", "jetty_jan", "kelp_kai", "linden_liv",
)  # fmt: skip
ENGLISH_NAMES: tuple[str, ...] = (
    "Marlow Twining", "Ilse", "Tom of the Whistle", "Kat Bellamy", "Noor", "Fern & Fox", "Otto P.", "Hana", "Gravel Road",
    "Jo Juniper", "Ben", "Sal Marsh", "Petra", "Lou", "The Yarn Barn", "Agate", "Bertrand", "Sunday Slowly", "Capstan",
    "Vera on wheels", "Ian Inkpot", "Quinn", "Dusk", "Pat Plover", "Nadia",
)  # fmt: skip
ZH_NAMES: tuple[str, ...] = (
    "小雨画画", "阿文下厨", "竹林深处", "林夕慢跑", "美美读书", "东东骑车", "芝麻", "雨天的荣", "茶壶老陶", "丫丫和猫", "夜猫子宁",
    "柚子萍", "老街阿舒", "云朵", "拉琴的小傅", "番石榴", "槐树下", "茉莉", "风筝", "藕片", "芒果", "面条南",
)  # fmt: skip
ORDINARY_BIOS: dict[str, tuple[str, ...]] = {
    "en": ("Knits, bakes, forgets umbrellas.", "Software by day, cello by night. Opinions are my cat's.", "she/her. Trains.",
           "Amateur botanist in a small flat.", "Here for the birds.", "Dad of three, owner of too many bicycles.",
           "Librarian. Tea, always.", "I fix radios and sometimes they work."),
    "zh-Hans": ("做饭，画画，睡觉。", "两只猫的室友。", "慢慢跑，慢慢活。", "图书馆常客。", "退休以后学二胡。", "记录一点日常。", "单车党。", "爱喝茶的程序员。"),
}  # fmt: skip
