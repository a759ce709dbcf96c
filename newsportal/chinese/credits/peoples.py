"""What is spelt by its sound: names of peoples who have no surnames, and foreign names and brands.

Tibetans, Mongols, Uyghurs, Kazakhs and Yi sign so (阿依古丽); 丘吉尔 and 欧贝特 sign nothing here.
"""

from __future__ import annotations

from newsportal.chinese.lazy_pattern import lazy

# Parts of Tibetan, Mongolian, Uyghur and Kazakh names: 扎西|顿珠, 白音|那, 阿依|古丽.
_PARTS = """
    扎西 顿珠 次仁 卓玛 旦增 丹增 索朗 达瓦 尼玛 平措 央金 拉姆 格桑 多吉 罗布 白玛 德吉 仁青 贡觉
    晋美 强巴 群培 曲珍 普布 巴桑 边巴 米玛 拉巴 益西 阿旺 洛桑 土登 云丹 嘉措 朗杰 南杰 班旦 江白
    贡嘎 次旺 旺堆 旺姆 央宗 措姆 拉珍 卓嘎 仓决 白珍 琼达 赤列 加措 旺杰 才让 才旦 多杰 卓尕 旦巴
    桑杰 加央 江村 泽仁 四郎 洛绒 布仁 巴特尔 那日苏 苏日娜 其其格 格日勒 娜仁 托娅 白音 朝鲁 宝音
    阿拉坦 额尔德 额尔敦 敖登 呼格 吉勒图 哈斯 斯琴 高娃 萨仁 图雅 孟和 青格 必力格 毕力格 布和
    特木尔 阿木尔 乌日娜 娜布其 格根 塔娜 乌云 苏和 巴雅尔 朝克图 达来 满都拉 呼和 通拉嘎 萨日娜
    阿古拉 图门 孟根 哈达 宝力高 赛罕 乌仁 斯日古楞 包力德 德力格尔 阿依 古丽 买买提 艾合买提
    阿卜杜 阿不都 热依 麦麦提 吐尔逊 吐尔洪 努尔 娜尔 夏提 古力 帕提 热合曼 库尔班 阿力木 艾尼瓦尔
    艾力 迪丽 热巴 迪力 木拉提 马合木提 叶尔 哈那提 努尔兰 赛力克 别克 巴合提 阿曼 江古丽 加娜尔
    阿地力 亚生 肉孜 依明 吾买尔 玉素甫 斯迪克 买尔旦 穆合塔尔 居来提 卡德尔 尼亚孜 塔依尔 依布拉音
    伊力 海米提 恩和 阿斯 吉日 木乎 尔古 阿支 吉克 沙马 曲比 约布 梅朵 降央 丁真 仁真 邓珠 巴登
    西绕 曲扎 曲英 索南 才吉 才项 更登 华旦 关却 尕藏 贡布 完玛 周毛 其木格 其木德 道尔吉 道尔基
    乌力吉 莫日根 吉日嘎拉 牧仁 青格勒 苏布德 孟克 敖日格乐 阿茹娜 那顺 宝力德 朝乐门 扎木苏 毕勒格
    巴根那 布赫 司马义 艾则孜 托合提 帕尔哈提 凯赛尔 吾守尔 巴图尔 久美 格绒 央珍 次珍 尼珍 坚赞
    降初 那仁 恩克 都仁 嘎鲁 赛买提 拉龙 拉毛 公保 万玛 贡桑 苏德 乌兰 边觉 伍果 曲珠 东珠 赤来
    热汗
"""
# Further parts, but no names by themselves: 才仁|东智, 额尔登|巴特尔, 阿迪力|江, 茹仙|古丽.
_JOINED = """
    才仁 东智 东知布 尕玛 嘎玛 来松 占堆 旺久 旺秋 旺青 完么 德庆 罗松 洛松 坚参 桑珠 群宗 曲宗
    曲央 曲杰 曲措 卓措 朗加 朗吉 南加 南卓 南卡 才旺 才周 当周 扎加 扎巴 扎桑 桑布 桑姆 桑吉 桑旦
    巴旦 巴姆 白吉 白姆 白央 班典 班觉 班久 嘎松 嘎桑 格列 格勒 根秋 根登 贡秋 贡保 洛追 洛珠 次成
    次培 次央 次旦 次登 丹巴 丹真 丹珍 达杰 达娃 德央 德西 登巴 登珠 顿旦 顿月 俄松 俄色 江措 江巴
    强久 强曲 却吉 却扎 却杰 仁孜 仁旺 仁增 西旦 西热 希热 索巴 塔杰 塔青 土旦 云登 泽翁 泽郎 泽旺
    泽登 扎多 珠扎 曲尼 拉加 拉措 拉杰 卓玛措 才旦周 苏日嘎拉 哈斯巴根 额尔登 恩赫 朝克 朝格
    敖日其楞 特日格乐 特木勒 呼格吉勒 呼日勒 牧其尔 莫德尔 萨如拉 塔拉 阿日斯楞 阿拉腾 阿娜日
    阿茹汗 安吉斯 宝力道 包布和 布日古德 查干 查娜 道日娜 额日和木 嘎日迪 格希格 吉木斯 乌尼日 乌恩
    白斯古楞 达日罕 达古拉 苏布道 苏乙拉 斯钦 斯勤 青格乐 乌日 乌达木 锡林 雅茹 伊德尔 伊茹
    照日格图 满达 娜琴 娜日 娜荷芽 诺敏 诺明 其力格尔 其布日 敖特根 巴音 巴图 巴根 达楞太 哈日
    贺希格 胡日查 吉雅 散丹 赛音 色音 苏敦 塔林 陶力 陶格陶 特古斯 阿木古楞 安其尔 乌恩奇 韩巴图
    帕丽达 祖丽皮亚 阿迪力 阿里木 伊力亚尔 赛里克 沙吾提 依巴代提 麦尔哈巴 尼加提 再努尔 茹仙
    阿尔达克 波拉提 热比娅 居马洪 阿布都 木合塔尔 亚库普 吾拉木 哈提拉 阿孜 阿衣 艾孜孜 艾尔肯 艾沙
    艾克拜尔 艾买提 奥斯曼 巴哈尔 比拉力 达吾提 迪里 地里 尔肯 哈丽旦 哈斯木 卡米力 克里木 莱丽
    玛依 马尔江 麦合木 米热 米娜 努尔麦 帕塔尔 帕提曼 其曼 热夏提 热孜亚 赛比 苏来曼 提力瓦 托合塔
    图尔荪 吐逊 外力 吾斯曼 夏木西 牙森 亚森 亚夏尔 依米提 伊敏 尤努斯 玉山 玉苏甫 再娜 祖农 祖力
    胡尔西 胡加 亚尔 波力 敖日 玛依拉 马依拉 米提 茹克 古扎 努拉
    叶尔肯 叶斯 江别克 巴彦 木合 毛吾兰 哈力 古丽米热 古丽娜 古丽仙 孜拉 居来 沙依 买合
"""
# Clans of the Yi, and what their given names are made of: 吉克|曲布.
_YI = frozenset(
    "吉克 吉木 阿支 沙马 曲比 曲木 马海 海来 俄木 勒格 莫色 阿牛 阿苦 加巴 吉伍 吉史 甲巴 苏呷"
    " 阿苏 勒伍 阿余 阿约 吉子 吉尼 俄底 热柯 尔恩 博什 莫洛 沙玛 吉火 水洛 比曲 布约"
    " 的莫 且沙 尔古 恩扎 贾巴 瓦扎 瓦其 罗洪 阿库 洛古 木帕 吉觉 克惹 木乃 约布".split()
)
_OF_YI = frozenset(
    "阿木布古呷惹史日体加果各曲比拉石支乌子莫牛沙鲁哈达几洛尔铁火机夫伍依则作约优越一里者色略"
)
# Parts of Tibetan names that two syllables of another may follow: 次仁片多, 扎西央吉.
_TIBETAN = frozenset(
    "扎西 顿珠 次仁 卓玛 旦增 丹增 索朗 达瓦 尼玛 平措 央金 拉姆 格桑 多吉 罗布 白玛 德吉 仁青"
    " 贡觉 晋美 普布 巴桑 边巴 米玛 拉巴 益西 阿旺 洛桑 土登 云丹 次旺 才让 才旦 多杰 泽仁"
    " 洛绒".split()
)
_SYLLABLES = frozenset(
    "央吉曲措顿珠卓拉姆片多西旦久美伦琼培久珍旺布桑玛杰加错嘎贡色朗巴增仁罗平达瓦卡扎加丹江白"
)
# What names of these peoples end in, behind syllables that spell: 贡桑|拉姆, 额尔德|木图.
_LAST_PARTS = tuple(
    """
    古丽 努尔 买提 吐尔逊 图雅 图亚 托娅 斯琴 卓玛 多杰 才让 才旦 拉姆 措姆 央金 次仁 平措 毕力格
    必力格 巴特尔 其其格 格日勒 塔娜 高娃 木图 巴雅尔 孟和 扎西 顿珠 旺堆 曲珍 曲宗 卓嘎 尼玛 江措
    嘉措 加措 才郎 才仁 群培 桑珠 木拉提 别克 哈尔 日汗 毛措 毛吉 边觉 卓尕 娜仁 伍果 曲珠
    """.split()
)
_ENDINGS = frozenset("那图巴娜夫甫门仓花玛才木江汗提拉克丽加太杰琪东吉其力")
_ALONE = frozenset(_PARTS.split())
_JOINABLE = _ALONE.union(_JOINED.split())
_SIZES = {len(part) for part in _JOINABLE}
_BEGINNINGS = frozenset(part[:2] for part in _JOINABLE)
_LAST_TWO = frozenset(part[-2:] for part in _LAST_PARTS)
# What foreign names are spelt with: 古丽娜尔·艾合买提, 玛丽·居里.
_SPELLING = frozenset(
    "阿艾安奥巴拜班贝比伯布查茨达代德迪丹邓蒂杜顿多厄恩尔法菲费夫弗福盖戈格古哈海汉合赫胡华霍基吉加贾"
    "杰金卡凯坎康考科克肯库昆拉莱兰朗劳勒雷李里丽利莉列琳林留卢鲁路伦罗洛玛马迈麦曼梅美蒙米密莫姆穆木"
    "纳娜奈南尼年宁诺努帕派潘佩彭皮平珀普奇齐其恰强乔切琴丘然热仁日瑞若萨塞赛桑瑟沙莎圣施史士斯丝苏"
    "索塔泰坦汤唐特提廷图吐托瓦万威韦维魏温沃翁乌吾武西希夏谢辛欣休许雅亚扬耶叶伊依以亦因英尤逊约云"
    "彼豪历洪堡山大则卫灵智黛莲诗蕾茜妮娅芙露博戴崔范冯根荷亨惠柯廉孟默摩欧庞蒲浦钦琼儒森珊舍滕锡逊"
    "赞扎增泽詹珍兹子宗祖佐卓措央次旦真旺珠买孜江汗生居开青措不都力肉依"
)
_BEFORE_LAST = _SPELLING.union(_SYLLABLES, "贡公包宝才尕苟额敖")
_NO_PART = lazy("阿[拉里]|[上下大小]|.[哈克]尔")
_POINT = lazy("[·•・‧]")
_INITIAL = lazy(r"[A-Z]\.?")
_PARTICLES = frozenset("冯范德让")  # 让·皮埃尔, 亚历山大·冯·洪堡
# Dai women and men: 玉罕娇, 岩温香.
_DAI = lazy(
    "[玉岩依][罕温香叫应坎甩旺囡光章胆喃保丙尖燕捧扁论腊勐糯香波娜][香罕娇囡光章胆喃保丙尖燕捧扁叫应坎甩旺龙拉波儿金论]"
)
# What spells foreign names: characters that given names hardly have, and those that they have too.
_FOREIGN = frozenset(
    "勒派茨扎弗蒂吐汗耶切休帕顿堡奈瑟霍拜费皮劳珀萨贾兹索史坎班努盖比查瓦莱托沃热穆塔卢提迈哈卡逊尼莫坦"
    "古姆列布巴图纳潘特丝玛拉库洛密韦里米罗尔赫夫普贝斯伊格娅莎伯赛阿曼佩克士加多隆德迪奥"
)
_SHARED = frozenset(
    "菲力露雷希叶达南科诗妮维森瑞恩威奇其琳康雅莉娜丹安利亚福美丽兰西"
    "伦泰基卓乔若耐善蔓法薇珊黛璐妲黎敦"
)
# Surnames that begin foreign names; those before 乌 hardly begin any other.
_BEGINS = (
    "艾欧贝哈索班伯迈戈纳尼沃沙萨祖伊巴乌莫卢詹乔柯卓罗苏马麦霍费特韦米鲁查安潘贺季金丁古葛黎康杜雷路史辛夏云"
    "蓝松柏蒙聂佟扎冼闪易邓"
)


def is_name_of_peoples(word: str) -> bool:
    """Tell whether *word* is a name without a surname, with a point or without.

    >>> [is_name_of_peoples(word) for word in ("扎西顿珠", "大卫·M·贝克", "共享联盟·泰山")]
    [True, True, False]
    """
    parts = _POINT.split(word)
    if len(parts) == 1:
        if len(word) == 2:
            return word in _ALONE
        known = (word[:2] in _BEGINNINGS and _is_joined(word)) or _follows(word)
        known = known or (word[-2:] in _LAST_TWO and _ends_in_a_part(word))
        return len(word) < 8 and (known or _DAI.fullmatch(word) is not None)
    parts = [part for part in parts if part not in _PARTICLES and not _INITIAL.fullmatch(part)]
    spelt = [sum(char in _SPELLING for char in part) for part in parts]
    long = all(1 < len(part) < 9 for part in parts)
    return bool(parts) and long and sum(spelt) >= 0.7 * sum(map(len, parts))


def _is_joined(word: str, parts: int = 3) -> bool:
    """Tell whether so many *parts*, or fewer, make the word, and perhaps an ending: 巴图|那."""
    rests = (word[size:] for size in _SIZES if word[:size] in _JOINABLE)
    return any(
        not rest or rest in _ENDINGS or (parts > 1 and _is_joined(rest, parts - 1))
        for rest in rests
    )


def _follows(word: str) -> bool:
    """Tell whether two syllables follow a Tibetan part or a clan: 扎西|央吉, 吉克|曲布."""
    first, rest = word[:2], word[2:]
    tibetan = first in _TIBETAN and _SYLLABLES.issuperset(rest)
    return len(rest) == 2 and (tibetan or (first in _YI and _OF_YI.issuperset(rest)))


def _ends_in_a_part(word: str) -> bool:
    if not word.endswith(_LAST_PARTS) or _NO_PART.match(word):
        return False
    before = (word.removesuffix(part) for part in _LAST_PARTS if word.endswith(part))
    return any(1 <= len(each) <= 3 and _BEFORE_LAST.issuperset(each) for each in before)


def is_transliteration(word: str) -> bool:
    """Tell whether *word* begins with a surname and is spelt like a foreign name or a brand.

    >>> [is_transliteration(word) for word in ("罗德里", "欧贝特", "艾丹娜", "罗丹妮", "卢丽丽")]
    [True, True, True, False, False]
    """
    if len(word) != 3 or word[0] not in _BEGINS or word[1] == word[2]:
        return False
    sure = word[0] in _BEGINS[:18] or not _FOREIGN.isdisjoint(word[1:])
    return sure and all(char in _FOREIGN or char in _SHARED for char in word[1:])
