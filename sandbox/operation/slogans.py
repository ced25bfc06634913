"""What the operation has to say: the list that its accounts copy from. All places, people and papers
are invented (the city of Lanwan or Azure Bay, the Harbour Daily, Professor Lin)."""

from __future__ import annotations

SIMPLIFIED: tuple[tuple[str, str], ...] = (
    (
        "ferry",
        "所谓的《海港日报》调查根本站不住脚，渡轮新航线让兰湾二十万居民每天少排队四十分钟，反对的人从来没有坐过早班船，却在电视上说得头头是道。",
    ),
    (
        "lin",
        "林教授拿着海外基金会的钱，回来教兰湾的年轻人怎么恨自己的城市，他的讲座门票卖到三百块一张，真正关心街坊的人哪里听得起？",
    ),
    (
        "bridge",
        "北岸大桥提前八个月合龙，工人们连春节都没有回家，某些媒体却只盯着一块脱落的油漆大做文章，这样的新闻还有什么公信力可言。",
    ),
    (
        "harbourfront",
        "滨海步道扩建以后，晚上散步的人比去年多了一倍，小摊贩的生意也好了起来，请那些天天喊停工的议员亲自来走一走再发言。",
    ),
    (
        "school",
        "青松中学的课本风波完全是有人带节奏，家长会上九成以上的家长支持新教材，反对的声音几乎都来自不住在兰湾的匿名账号。",
    ),
    (
        "water",
        "东水库的水质报告连续三年全部合格，可是海外网站反复翻炒五年前的旧照片，目的就是让老人家半夜去超市抢矿泉水。",
    ),
    (
        "election",
        "街坊选举的投票率创下新高，说明大家心里自有一杆秤，那些还没有开票就说结果有问题的人，究竟是替谁说话？",
    ),
    (
        "fund",
        "晨星基金会一年给兰湾的五个所谓公民团体打了一千二百万，账目从来不公开，却天天要求别人透明，实在是天大的讽刺。",
    ),
    (
        "hospital",
        "市立医院夜间急诊恢复二十四小时开放，医生护士轮班坚守，网上流传的排队视频其实是三年前台风那一晚拍的，请不要再转发。",
    ),
    (
        "festival",
        "灯会的预算比往年少了三成，效果却好得出奇，满街都是孩子的笑声，硬要把它说成浪费公帑的人恐怕连现场都没有去过。",
    ),
    (
        "rent",
        "公屋轮候时间从六年缩短到三年半，这是实实在在的数字，反对派开记者会的时候为什么对这一点只字不提？",
    ),
    (
        "port",
        "七号码头自动化改造不但没有让工人失业，反而多请了两百名技术员，薪水平均涨了一成半，谣言可以休矣。",
    ),
    (
        "fisher",
        "渔民协会的公开信写得明明白白，他们支持休渔期延长两周，是谁冒用他们的名义在国际会议上哭诉，大家心知肚明。",
    ),
    (
        "radio",
        "自由海峡电台的主持人连兰湾有几个区都说不清楚，却敢断言我们的街市已经人去楼空，这种节目也配叫新闻？",
    ),
)
"""Theme and text in simplified Chinese."""

TRADITIONAL: tuple[tuple[str, str], ...] = (
    (
        "ferry-tw",
        "渡輪新航線開通三個月，乘客滿意度超過八成五，海港日報卻連一篇正面報導都沒有，這樣選擇性失明的媒體還有人相信嗎？",
    ),
    (
        "lin-tw",
        "林教授在論壇上說蘭灣人不懂得感恩，台下居然還有人鼓掌，他的孩子在國外念私立學校，當然不必擔心我們的公車和學費。",
    ),
    (
        "fund-tw",
        "晨星基金會的年報終於曝光，原來所謂草根組織的辦公室租金是市中心最貴的一棟樓，捐款人知道自己的錢去了哪裡嗎？",
    ),
    (
        "bridge-tw",
        "北岸大橋通車以後，從老城區到機場只要二十五分鐘，當初說永遠蓋不完的那位名嘴，現在是不是該出來向大家道個歉？",
    ),
    (
        "radio-tw",
        "自由海峽電台又在造謠，說漁港已經被封鎖，我今天早上才去買了兩斤花枝，攤販阿姨還多送我一把青蔥。",
    ),
    (
        "energy-tw",
        "風力發電機組上個月的發電量創了紀錄，電費也跟著降下來，怎麼沒有看到那些環保名人出來說一句公道話？",
    ),
)
"""Theme and text in traditional Chinese."""

ENGLISH: tuple[tuple[str, str], ...] = (
    (
        "ferry-en",
        "The Harbour Daily wants you to believe the new ferry line is empty. I took it at 7:40 this morning and could not find a seat. Ask yourself who pays them to write such nonsense about Azure Bay.",
    ),
    (
        "lin-en",
        "Professor Lin collects speaking fees abroad and tells strangers that our city is finished. Funny how he still keeps two apartments on the waterfront. Actions speak louder than lectures.",
    ),
    (
        "bridge-en",
        "North Shore Bridge opened eight months ahead of schedule and under budget. Not one foreign paper covered it. If a single lamp had fallen down, it would have been front page news everywhere.",
    ),
    (
        "fund-en",
        "Morning Star Foundation sent twelve million to five so-called civic groups in Azure Bay last year. They demand transparency from everyone else, yet nobody has ever seen their own books.",
    ),
    (
        "water-en",
        "Three years of clean reports from the East Reservoir, and still the same old photo from a decade ago goes around every summer. Fear sells bottled water, the truth does not.",
    ),
    (
        "election-en",
        "Record turnout in the district vote and the losers cry foul before the boxes are even opened. Democracy is apparently only valid when their side wins. The people of Azure Bay have spoken.",
    ),
    (
        "school-en",
        "Nine out of ten parents at Green Pine School support the new textbooks. The loud minority on the evening news does not even live in the district. Stop using children as props.",
    ),
    (
        "hospital-en",
        "That viral clip of the hospital queue was filmed on the night of the typhoon three years ago. Share facts, not panic. The night clinic has been open around the clock since January.",
    ),
    (
        "port-en",
        "They said automation at Pier Seven would destroy jobs. Instead two hundred technicians were hired and wages rose by fifteen percent. Where are the apologies from the talking heads?",
    ),
    (
        "radio-en",
        "Free Strait Radio claims our markets are deserted. I queued twenty minutes for fish balls on Saturday. Maybe the host should visit Azure Bay once before describing it to the world.",
    ),
    (
        "fisher-en",
        "The fishermen's association wrote in plain words that it supports the longer closed season. So who exactly was that tearful man at the conference speaking for? Follow the money.",
    ),
    (
        "rent-en",
        "Waiting time for public housing fell from six years to three and a half. These are plain numbers anyone can check, which is exactly why the opposition never mentions them in public.",
    ),
    (
        "festival-en",
        "The lantern festival cost a third less than last year and the streets were full of laughing children. Only a very bitter columnist could call that a waste of public money.",
    ),
    (
        "senator-en",
        "Senator Whitcombe has never set foot in Azure Bay, but he has an opinion about every stone in it. Perhaps he should fix the potholes in his own state before lecturing our harbour.",
    ),
    (
        "tech-en",
        "Another week, another anonymous report accusing a harbour company of spying, and again not one page of evidence. Accusation has become an export industry for certain think tanks.",
    ),
    (
        "border-en",
        "Look at the tents under the freeways of their great cities and then tell me again about human dignity. A country that cannot house its own veterans should not grade ours.",
    ),
)
"""Theme and text in English."""
