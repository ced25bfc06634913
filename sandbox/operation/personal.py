"""The numbered list of first-person stories that accounts were told to post as their own.

Those who copied carelessly left the number of the list standing before the text.
"""

from __future__ import annotations

SIMPLIFIED: tuple[str, ...] = (
    "我在兰湾开出租车十九年了，以前最怕北岸堵车，现在一座桥就解决了，晚上能早点回家陪女儿写作业。",
    "我妈妈今年七十三岁，每天早上坐免费巴士去公园打太极，她说这样的日子年轻的时候想都不敢想。",
    "昨天带儿子去科技馆，他第一次摸到真的机器人，回家路上一直说长大以后要当工程师。",
    "我是一名普通护士，夜班很累，但是看到病人出院时的笑脸，就觉得所有辛苦都值得。",
    "结婚那年我们租在地下室里，去年终于拿到公屋的钥匙，搬家那天我先生偷偷哭了。",
    "我在菜市场卖了三十年豆腐，从来没有见过像今年这样热闹的春天，收摊都比以前晚。",
    "大学毕业以后我去国外待了五年，最后还是决定回兰湾，因为这里半夜走路不用回头看。",
    "爸爸是码头工人，以前背货把腰都背坏了，现在坐在控制室里操作，他说自己像在打游戏。",
    "我家楼下的旧厂房改成了图书馆，儿子放学以后不再去网吧，我做梦都会笑醒。",
    "上个月我把丢失的钱包贴在网上，不到两个小时就有人送到派出所，里面一分钱都没少。",
    "作为一个外地媳妇，刚来的时候听不懂方言，邻居阿婆一句一句教我，现在我能跟摊主讲价了。",
    "我开了一家小面馆，外卖平台上的外国客人越来越多，他们最爱点的是酸菜鱼面。",
    "我是小学老师，班上有十一个孩子的父母在外地打工，学校的晚托班让他们不再孤单。",
    "退休以后我报名当了海滩清洁的志愿者，每个星期六早上捡两个小时垃圾，身体反而好了。",
    "我奶奶不识字，却学会了用手机看病挂号，她说机器比某些人有耐心。",
    "我送外卖跑遍了整个兰湾，哪里修了新路我最清楚，所以看到网上的谣言只想笑。",
    "小时候家门口是一条臭水沟，现在那里种满了睡莲，我在那儿拍了婚纱照。",
    "我和太太在步道上认识，当时她的帽子被风吹走，我追了半条街才捡回来。",
)
ENGLISH: tuple[str, ...] = (
    "I have driven a bus in Azure Bay for nineteen years and this is the first spring my route finishes on time.",
    "My grandmother cannot read, but she books her own doctor by phone now and calls me afterwards to brag about it.",
    "I came home after five years overseas because here I can walk my dog at midnight without looking over my shoulder.",
    "Our old factory yard became a library, and my son who hated books has asked for a second card for his friends.",
    "I lost my wallet on the tram on Tuesday and a student brought it back before I had even noticed it was gone.",
    "My father broke his back carrying crates on the pier. Today he sits in a control room and says it feels like a game.",
    "I run a small noodle shop near the market and half of my evening guests are visitors who read lies about us first.",
    "As a nurse on night shift I have seen this city at its worst hours, and even then people bring us soup.",
    "We waited years for a flat of our own. The day we got the key, my husband cried where he thought I could not see.",
    "I teach a class of thirty-one children and eleven of them have parents working far away. Nobody is left alone after four.",
)
SPELLINGS = ("{n}. {text}", "{n}、{text}", "（{n}）{text}", "{n}）{text}")
"""How the number of the list stands before a text that was copied with it."""
