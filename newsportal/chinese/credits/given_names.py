"""What given names are made of, and names of peoples who have no surnames."""

from __future__ import annotations

from newsportal.chinese.lazy_pattern import lazy

# Characters of given names that are seldom part of an everyday word.
RARE_IN_WORDS = frozenset(
    "伟俊杰娜婷琪琳莉莎莹萍芬芳芸芹芝苹茜茹莲菁菲萱蓉蕾薇蕊蓓婉婕娟媛嫣娅娇妍姝姗娣妮婧婵妤婳娴瑶"
    "瑾瑜璐璇璟璋琦琛琨琰珂珊珏玥玮玲珍珺琬瑛瑞瑄璨玺珩琮玟琼琅瑗璞骏骐骥骁骅骞晓晖晗昕昊昱晟晔晨"
    "旭旻昀昶暄曦煜炜烨焕焱炫煊熠燊炳焜鑫锋钧铭锐铠铎钊钰镕铮锴锟钦铨钟淼沁泓浩涵淇滢漪潇瀚瀛潞澍"
    "沛沐洵浚淑湘渝涛滨濠霖霆霏霞霄雯岚峻嵘崇巍屹嵩彤彦彬彪忠恺怡悦慧懿忻恬恩喆哲嘉祥祺禄祯祎祉禧"
    "翔翰翀羽翎翠鹏鸿鹭鸾麟麒驰坤乾凯勋卓宇宏宛宸宙寅廷斌斐昭朗枫桐梓楠楷榕欣毅熙睿碧磊秉筠筱绮罡"
    "耀聪胤芊芃茂茗荃荔菡蔚衍裴谦豪贞轩辰郡锡隽靖韬韵韶颂颖馨魁鹃萌倩佳傲儒侃佑兆兴冉励勉卿帆帅庚"
    "彧徽恕愔懋敏昂晴朋桓梵棠楹熹殊歆沂泊泠洛渊湉澈澄炎烁焰皓皎睦瞻砚硕祁祚禹稷竣笙筝绚缘翊翌芮芙"
    "苑苒茵莞莘菀菱葳蓁蔓蘅蝶裕谊豫赟赫跃迪逸邈郁铉雁霁靓飒鹤黛珑珉健偲僖凝勤佩桢喻梦楚雅艺诗蓝飞"
    "仲博依英柏凤勃希永叔伊峥孟刚姣君涓勇振曙莺怀辉超荣尧旺汝乔恭亦琢蕙坚桂毓慈灿舒祖仁雄湛冰凡巧"
    "猛梅纯智艳舜伦寿玉雷喜武延玫壮柳犇启惠培竞凌贤娥扬丽恋滋映秀琴敬雪珠虹姿冬虎朵葵锁晶剑红柔泽"
    "卫亮岩洁墨柱康伯燕畅杨桦炯煌钗蔷嫦炀璎汶沅滟漩潼灏焯菊栋奕弈茉谆淙桉榆溢洺湄沄涟漾渺烯晅晞昳"
    "禾舟聿屿汐柠澜珈玙琲瑷璠锦铖钒镝翾翮翕骢骊鸢鹂凇凊勐叡垚堃塬墉妘姵娉婠孜宥宬岑峤帧悭惇旖榛樾泷浛淏渲潆燚珮"
    "玦琎甯禛竑筌缈罄羿芷苓荟莜蓥蕴薏袆诣谧轶逍遐邶钲锲阑雳霈霭靛颀颉颐飏馥骎俐俞倍倪勖叙嵋惟憬杏"
    "柠栩槿樊浠淞渤滔漫瓒甄盈篆纬纶缨荞薪诚谕贝遥酉镭闯韧骋默咏俪"
)
# Characters that names and everyday words share.
SHARED = frozenset(
    "华明国文志建军平海波兰云龙春秋夏霜露雨星月日天光阳东南西北中林森松竹枝叶花石峰岳山川江河湖洋"
    "泉源溪清润静安宁和顺强力威腾达通远长久盛发富贵宝金银铁钢美香义礼信孝德道善良正直民生世家邦学"
    "书章才士思念意心爱乐欢福全大小元双少青成立功业绩承传开广庆贺尊亚夫灵妙朝景胜利进升高群友运根"
    "树兵奎冠基臣普宪政任保修克公初司吉品唯圆圣城声多奇如媚存季守定实容密寒尔尚征必悠捷敦施时显暖"
    "望来格歌水池沙治泰满照爽牧益真知笛简素纲维育至节苏行言赛赞起越辅迎连野鉴镜闻阿陆非音题飘鸣鹿"
    "黎鼎齐影帮仪乃之儿人丹彩劲厚原向周唐堂增奋宋宗客州年序应彭律慎斯方晚曼曲李果校梁欧步汉浓浪深"
    "温演潮激然煦牛甘田白百皇相科程稳空端笑策精纪纳绿罗老胡能臻芒苗荷萧蒲藏语诺路车迁适选镇门阔零"
    "革韩领马骄鲜鲁黄一二三四五六七八九十千万略子农新浦宜晋誉王先师献娘登复继绍若震奥宣济丰昆曾旗"
    "隆奉恒紫举宾均典穹忆抒岱幸致宽庄临潜秦挥殿弘允佐麦衡弓弦观渡想旋援可洪昌妹侠仕航占付桃盼添肖财权"
    "会予衿绾窈微呈稚栀璃汀隐玖昔绯漠杉谷"
)
GIVEN = RARE_IN_WORDS | SHARED
# Of characters that names and words share, many are called 志强 or 建华: one of each line, but for
# the words among these.
_USUAL_FIRST = frozenset("志建国德庆宝福立学明文春海金世子亚光正清云家江成广树保维思爱友胜孝义")
_USUAL_LAST = frozenset("强军平民生林龙波国良清明华文海山东安光成全贵福春江胜阳云远青宁泉新")
_WORDS_OF_THESE = frozenset(
    "海东 海阳 国民 国安 国军 国光 国文 学生 学成 学军 金文 子民 广东 广安 江海 江山 江东"
    " 江阳 清军 清明 清新 清江 光明 光强 家山 家安 成林 成全 成文 成山 成阳 保全 保安 文明"
    " 文山 文安 文光 义军 明清 明春 明远 友军 正东 正文 正安 正宁 国胜 立国 世民 清平 清远"
    " 清福 云山 云林 福山 福海 福安 德国 德文 德安 德江 春华 春光 金山 金平 金江 金国 亚东"
    " 亚平 亚山 成军 保国 维新".split()
)
_USUAL = frozenset(
    "国庆 小平 小明 小林 小龙 小波 小东 小云 小春 少华 少军 少波 少云 长青 长江 长海 长林"
    " 长生 长明 新华 新民 新明 新平 东升 东明 东平 天明 天成 一鸣 一诺 一平 一明 援朝 亚男"
    " 亚南 大海 大明 雅筑 思齐 思雨 若溪 若兰 雨晨 一帆 一然 子默 子程 如云 天生".split()
)
# Everyday words of the same characters: nobody is called so behind a word like 于, 全 or 位.
_EVERYDAY = frozenset(
    "武汉 英国 希望 喜欢 朋友 清楚 健康 刚才 高兴 英雄 朝廷 武昌 刚刚 永远 哲学 卫生 英语"
    " 飞行 伟大 伊朗 依然 湖泊 祖国 博士 依照 美丽 文艺 红军 诗人 兴奋 英文 洛阳 伦敦 兴建"
    " 聪明 岩石 兴起 安徽 恩施 健全 宏观 壮丽 瑞士 冬季 保卫 诗歌 北纬 冰川 时辰 勉强 武士"
    " 珍贵 延安 喜爱 硕士 瑞典 苹果 扬州 武力 坚定 怀中 水晶 辉煌 延长 浓郁 新兴 超越 竞赛"
    " 冬天 梦想 培育 国徽 漫长 坚强 墨镜 叔叔 清洁 激励 珍品 豪华 月亮 温柔 宛如 起飞 清晨"
    " 勋章 钢琴 一倍 猛然 精巧 巧妙 智力 壮大 秀丽 盈利 通红 雄壮 珍珠 恋爱 遥远 发扬 明亮"
    " 尊敬 翌年 蕴藏 富裕 雪白 雄伟 珠江 骄傲 柱子 复兴 智能 竞选 敦煌 珠宝 宏伟 喜悦 显赫"
    " 芙蓉 浪漫 真诚 启发 芬兰 薪水 默默 跃起 红花 凌晨 坚守 诚信 卫士 英军 振兴 坚实 亮相"
    " 舒适 渤海 赞扬 勇士 锦州 忠诚 旺盛 恭敬 鲜艳 永久 知晓 宏大 蔓延 守卫 智利 精锐 清澈"
    " 飞扬 非凡 年薪 鲜红 激昂 昂贵 卫兵 宣扬 滋润 莲花 石墨 祖师 一朵 光亮 渊源 健壮 照耀"
    " 飞跃 菊花 艺人 月薪 海滨 冰雪 壮观 歌颂 忠实 毅然 连锁 大喜 振奋 曙光 雄厚 花朵 卫国"
    " 赫然 敏捷 兴致 滨海 嘉宾 十倍 怀念 楚国 敏锐 永恒 柔和 兴盛 亦可 茂密 澄清 纯正 洁白"
    " 开启 精湛 雪花 飞翔 飞来 典雅 钦佩 诚意 锁定 心怀 可喜 玲珑 锋利 亮丽 敬业 喜庆 大雪"
    " 勤奋 百倍 平凡 奋勇 珠海 纯洁 兴旺 云朵 芳香 竞相 学艺 坚信 炫耀 闯进 稳健 欣喜 逍遥"
    " 新颖 畅通 滋生 漫步 绚丽 简洁 颂扬 衍生 功勋 珍宝 恋人 刚果 红海 晶莹 深渊 冬至 恭喜"
    " 舒畅 英美 实惠 诚实 欣然 长寿 冰山 启程 汶川 怡悦 扬起 畅达 丽江 敬意 曲艺 照亮 强壮"
    " 洋溢 荔枝 崇敬 彩虹 超声 艳丽 宽恕 发亮 坚韧 征兆 萌发 开朗 英明 超群 珍藏 遥望 龙舟"
    " 隆冬 致敬 诗意 碧绿 锦旗 毅力 凝望 雄姿 辉映 锐利 飞升 薪金 初冬 红利 朝霞 漫天 兴修"
    " 依恋 殊荣 亮光 宽裕 红润 瞭望 茂盛 时钟 旺季 蔷薇 门卫 伟人 琴声 雅致 红娘 灵巧 晴朗"
    " 美梦 跃迁 群英 驰骋 佳节 海棠 焕发 超人 中坚 水墨 漫漫 爽朗 豪爽 飘扬 遥遥 驰援 依存"
    " 飞驰 雄心 心智 浩大 高傲 尊崇 倍增 屹立 顺畅 通畅 柳州 小巧 开恩 硕大 锋芒 萌生 丰硕"
    " 坚毅 红星 豪门 启迪 娇艳 湛江 人缘 壮举 秀美 博弈 新秀 俊美 勉励 芬芳 发红 霞光 波澜"
    " 滋长 畅行 冬日 壮汉 强健 坚果 晚霞 墨水 聪慧 秉承 郁郁 发炎 新诗 三倍 虎年 纯真 猛增"
    " 刚巧 依依 凡人 勃勃 成倍 珍爱 喜人 圣洁 演艺 伟业 浩瀚 红日 翔实 壮年 优惠 友谊 喜讯".split()
)
# Characters of one given name in a thousand or fewer, and of many words.
_SELDOM = frozenset(
    "有风仙其加自本同太木法园代合改洲从弟女男环标为令京绪庭余常好细前亭桥召作得井甜现粉丙印展蒙再毛营"
    "以岭名申陈理柯冲化火术在招丁留童攀述含伍腊张颜球甫泳战刘联艾杭录易棋社祝情伶娃土见记于铃岗官甲关"
    "津繁干创后训经效重阁幼习俭卉结引枚范计优丛坡米芯里鸽岐上严淳仓换键烈亿佰团积钱淋妃翼旦韦啸孔研响"
    "函伏许赐何仔夕聚贻烽争徐拥分则乙地妞丕巨放銮赵茶又港逢辛挺垒用库设耿谋姬惜译停党拉丞栓早带际体燃"
    "变委楼让俏省养艮玛豹郑迅澳居统尹闪愉要玄采植陶戈晏措鱼慕亨豆游棉丝樱净汇轲桑鹰灯流黑盟斗吟梨炼特"
    "潘姚将图孙单魏更屏蛟袁姑材杜毫愿圳都帝头位淦龄粤奔澎榜巴顶朔续未涌绵淮草布欠肇丫求咪首伙朴列赢随"
    "支众穗谨囡检颢邵今荧朱也遵眉沈灼吴宵羊院坪拓苇融模棚专鸥吕蓬槐枭熊绘享驹解铜忱蜜午练姆烟侨灶村仰"
    "集尤姜舰皖壹卜古羲佃闽醒员介嗣岸郭针尉霓配动耕近朦点亲曜炬疆铸央毕铄房界席雍廉颍汪主胖境樟炽操朕"
    "历芽垂弛耘椿左纹佛趁参竟坦兄备慢鲲教回准仟嘎觉陵冀尘桔冯谢晰搏吾溶无邓盘董粮倚忍么虾焘由贯仑岁敢"
    "郎彰苍纤弋瞳潭送台样所莫咸沣钿匀柄罕旎翱黔尼协府逊考珲冶滕过菜快渠各就殷听箫绣羚沫锶萃状棣资卡铧"
    "敖哈尾荫愚神迈渭寰擎谣狄量助慰辽的怿睛闰项象崎薛轮围厂枢宴与电橙忙茁乘警著抗期迷冕阅檬劭兮倬笃熔"
    "藤湾浙锌孚藻谟籁画俣垣异提佟遂者蝉韫迦槟荻那崧县祈沿唤淘焓唱絮娆籽曹栎问嫩斋榴圻次论镔落歧产稀铿外箭葱崴"
    "苟称焦约钥葆卢矿讯翘郅翻夺蜀壬肃瑕右尕质驿荆塔穆执佼秘冷铂固迟舞摇钜线热载寻饶蒋"
)

# Parts of Tibetan, Mongolian, Uyghur and Kazakh names: 扎西|顿珠, 白音|那, 阿依|古丽.
_PARTS = """
    扎西 顿珠 次仁 卓玛 旦增 丹增 索朗 达瓦 尼玛 平措 央金 拉姆 格桑 多吉 罗布 白玛 德吉 仁青
    贡觉 晋美 强巴 群培 曲珍 普布 巴桑 边巴 米玛 拉巴 益西 阿旺 洛桑 土登 云丹 嘉措 朗杰 南杰
    班旦 江白 贡嘎 次旺 旺堆 旺姆 央宗 措姆 拉珍 卓嘎 仓决 白珍 琼达 赤列 加措 旺杰 才让 才旦
    多杰 卓尕 旦巴 桑杰 加央 江村 泽仁 四郎 洛绒 布仁 巴特尔 那日苏 苏日娜 其其格 格日勒 娜仁
    托娅 白音 朝鲁 宝音 阿拉坦 额尔德 额尔敦 敖登 呼格 吉勒图 哈斯 斯琴 高娃 萨仁 图雅 孟和 青格
    必力格 毕力格 布和 特木尔 阿木尔 乌日娜 娜布其 格根 塔娜 乌云 苏和 巴雅尔 朝克图 达来 满都拉
    呼和 通拉嘎 萨日娜 阿古拉 图门 孟根 哈达 宝力高 赛罕 乌仁 斯日古楞 包力德 德力格尔 阿依 古丽
    买买提 艾合买提 阿卜杜 阿不都 热依 麦麦提 吐尔逊 吐尔洪 努尔 娜尔 夏提 古力 帕提 热合曼
    库尔班 阿力木 艾尼瓦尔 艾力 迪丽 热巴 迪力 木拉提 马合木提 叶尔 哈那提 努尔兰 赛力克 别克
    巴合提 阿曼 江古丽 加娜尔 阿地力 亚生 肉孜 依明 吾买尔 玉素甫 斯迪克 买尔旦 穆合塔尔 居来提
    卡德尔 尼亚孜 塔依尔 依布拉音 伊力 海米提 恩和 阿斯 吉日 木乎 尔古 阿支 吉克 沙马 曲比 约布
    梅朵 降央 丁真 仁真 邓珠 巴登 西绕 曲扎 曲英 索南 才吉 才项 更登 华旦 关却 尕藏 贡布 完玛 周毛
    其木格 其木德 道尔吉 道尔基 乌力吉 莫日根 吉日嘎拉 牧仁 青格勒 苏布德 孟克 敖日格乐 阿茹娜 那顺
    宝力德 朝乐门 扎木苏 毕勒格 巴根那 布赫 司马义 艾则孜 托合提 帕尔哈提 凯赛尔 吾守尔 巴图尔
    赛买提 拉龙 拉毛 公保 万玛 贡桑 苏德 乌兰 边觉 伍果 曲珠 东珠 赤来 热汗
"""
# Parts of Tibetan names that two syllables of another may follow: 次仁片多, 扎西央吉.
_TIBETAN = (
    "扎西 顿珠 次仁 卓玛 旦增 丹增 索朗 达瓦 尼玛 平措 央金 拉姆 格桑 多吉 罗布 白玛 德吉 仁青"
    " 贡觉 晋美 普布 巴桑 边巴 米玛 拉巴 益西 阿旺 洛桑 土登 云丹 次旺 才让 才旦 多杰 泽仁 洛绒"
).split()
_SYLLABLES = (
    "央吉曲措顿珠卓拉姆片多西旦久美伦琼培久珍旺布桑玛杰加错嘎贡色朗巴增仁罗平达瓦卡扎加丹江白"
)
# What names of these peoples end in, behind syllables that spell: 贡桑|拉姆, 额尔德|木图.
_LAST_PARTS = """
    古丽 努尔 买提 吐尔逊 图雅 图亚 托娅 斯琴 卓玛 多杰 才让 才旦 拉姆 措姆 央金 次仁 平措 毕力格
    必力格 巴特尔 其其格 格日勒 塔娜 高娃 木图 巴雅尔 孟和 扎西 顿珠 旺堆 曲珍 曲宗 卓嘎 尼玛 江措
    嘉措 加措 才郎 才仁 群培 桑珠 木拉提 别克 哈尔 日汗 毛措 毛吉 边觉 卓尕 娜仁 伍果 曲珠
"""
_ENDINGS = "那图巴娜夫花玛才木江汗提拉克丽加太杰琪东吉其力"
_PEOPLES = lazy(
    rf"(?:{'|'.join(sorted(_PARTS.split(), key=len, reverse=True))}){{1,3}}[{_ENDINGS}]?"
    rf"|(?:{'|'.join(_TIBETAN)})[{_SYLLABLES}]{{2}}"
)
# What foreign names are spelt with: 古丽娜尔·艾合买提, 玛丽·居里.
_SPELLING = frozenset(
    "阿艾安奥巴拜班贝比伯布查茨达代德迪丹邓蒂杜顿多厄恩尔法菲费夫弗福盖戈格古哈海汉合赫胡华霍基吉加贾"
    "杰金卡凯坎康考科克肯库昆拉莱兰朗劳勒雷李里丽利莉列琳林留卢鲁路伦罗洛玛马迈麦曼梅美蒙米密莫姆穆木"
    "纳娜奈南尼年宁诺努帕派潘佩彭皮平珀普奇齐其恰强乔切琴丘然热仁日瑞若萨塞赛桑瑟沙莎圣施史士斯丝苏"
    "索塔泰坦汤唐特提廷图吐托瓦万威韦维魏温沃翁乌吾武西希夏谢辛欣休许雅亚扬耶叶伊依以亦因英尤逊约云"
    "赞扎增泽詹珍兹子宗祖佐卓措央次旦真旺珠买孜江汗生居开青措不都力肉依"
)

_LAST = lazy(
    rf"(?!阿[拉里]|[上下大小]|.[哈克]尔)"
    rf"[{''.join(sorted(_SPELLING | set(_SYLLABLES)))}贡公包宝才尕苟额敖]{{1,3}}"
    rf"(?:{'|'.join(_LAST_PARTS.split())})"
)
_POINT = lazy("[·•・‧]")


def is_rare(char: str) -> bool:
    """Tell whether a simplified character occurs in given names and hardly elsewhere.

    That is so of those that the common set of mainland China (GB 2312) leaves out, too, but for
    insects, fish and birds.

    >>> [is_rare(char) for char in "琳瑧明鹀"]
    [True, True, False, False]
    """
    if char in RARE_IN_WORDS:
        return True
    if "虫" <= char <= "蠿" or "魚" <= char <= "鹾":
        return False
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def is_given(char: str) -> bool:
    """Tell whether anybody is called by a simplified character, however seldom.

    >>> [is_given(char) for char in "琳明仔糕"]
    [True, True, True, False]
    """
    return char in GIVEN or char in _SELDOM or is_rare(char)


def is_usual(given: str) -> bool:
    """Tell whether many are called so, by characters that words have, too.

    >>> is_usual("志强"), is_usual("建华"), is_usual("学生"), is_usual("全国")
    (True, True, False, False)
    """
    if given in _USUAL:
        return True
    if given[:1] not in _USUAL_FIRST or given[1:] not in _USUAL_LAST or given[0] == given[1]:
        return False
    return given not in _WORDS_OF_THESE


def is_everyday(given: str) -> bool:
    """Tell whether nobody is called so, though names have these characters (全辉煌, 位英雄)."""
    return given in _EVERYDAY


def is_name_of_peoples(word: str) -> bool:
    """Tell whether *word* is a name without a surname, with a point or without.

    >>> [is_name_of_peoples(word) for word in ("扎西顿珠", "古丽娜尔·艾合买提", "共享联盟·泰山")]
    [True, True, False]
    """
    parts = _POINT.split(word)
    if len(parts) == 1:
        return len(word) < 8 and (_PEOPLES.fullmatch(word) or _LAST.fullmatch(word)) is not None
    spelt = sum(char in _SPELLING for part in parts for char in part)
    return all(len(part) > 1 for part in parts) and spelt >= 0.7 * (len(word) - len(parts) + 1)
