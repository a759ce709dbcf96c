"""Traditional characters of credit lines, each with its simplified one.

Only for judging: what is found is returned as printed. One character stands for one, so places in
the text stay the same.
"""

from __future__ import annotations

_PAIRS = """
    記记 編编 責责 輯辑 來来 報报 導导 訊讯 電电 聞闻 網网 攝摄 圖图 寫写 採采 訪访 習习 實实
    員员 審审 對对 繪绘 製制 畫画 視视 頻频 綜综 臺台 華华 東东 聯联 財财 經经 時时 週周 雜杂
    誌志 廣广 衛卫 眾众 業业 際际 環环 頭头 條条 發发 評评 論论 國国 區区 縣县 鄉乡 鎮镇 處处
    廳厅 長长 張张 陳陈 劉刘 楊杨 趙赵 黃黄 吳吴 孫孙 馬马 鄭郑 謝谢 韓韩 許许 鄧邓 馮冯 蕭萧
    葉叶 蘇苏 盧卢 蔣蒋 賈贾 鍾钟 鐘钟 湯汤 羅罗 龔龚 顧顾 賴赖 嚴严 錢钱 歐欧 陽阳 龍龙 萬万
    賀贺 藍蓝 莊庄 呂吕 鄒邹 譚谭 陸陆 紀纪 溫温 閻阎 範范 喬乔 偉伟 傑杰 麗丽 鳳凤 蘭兰 貴贵
    寶宝 榮荣 興兴 慶庆 愛爱 嬌娇 瓊琼 瑩莹 賢贤 義义 禮礼 誠诚 學学 書书 詩诗 藝艺 強强 剛刚
    軍军 飛飞 鵬鹏 鴻鸿 鶴鹤 勝胜 遠远 達达 運运 進进 連连 雲云 風风 雙双 節节 銀银 銘铭 鋒锋
    錦锦 鐵铁 澤泽 潔洁 淨净 漢汉 濤涛 燦灿 煒炜 燁烨 煥焕 瑋玮 璽玺 瑪玛 祿禄 禎祯 穎颖 純纯
    細细 紅红 綺绮 維维 綠绿 緒绪 繼继 績绩 聖圣 聰聪 蓮莲 薈荟 蘊蕴 裡里 見见 覺觉 語语 謙谦
    譽誉 豐丰 貝贝 賓宾 贊赞 車车 軒轩 輝辉 輔辅 輕轻 農农 鄰邻 開开 閔闵 關关 陰阴 隨随 雋隽
    靈灵 靜静 韻韵 頌颂 順顺 顏颜 願愿 類类 驍骁 驕骄 駿骏 騰腾 驊骅 齊齐 齡龄 嵐岚 島岛 崗岗
    嶽岳 峽峡 幹干 廠厂 彌弥 後后 從从 徵征 憶忆 懷怀 應应 戰战 數数 曉晓 暉晖 曄晔 會会 棟栋
    楓枫 權权 樺桦 樹树 橋桥 歡欢 滿满 漁渔 潤润 濱滨 為为 營营 當当 盡尽 監监 確确 祐佑 種种
    競竞 筆笔 簡简 紹绍 組组 統统 總总 罵骂 聲声 職职 舉举 薩萨 號号 術术 裝装 親亲 詠咏 詞词
    諾诺 證证 識识 變变 讓让 資资 質质 轉转 選选 邊边 醫医 鈞钧 鈺钰 鉑铂 鋼钢 鏡镜 門门 閱阅
    隊队 險险 雖虽 霧雾 頁页 題题 顯显 養养 館馆 駐驻 體体 鬥斗 魯鲁 鮮鲜 麥麦 點点 齋斋 兒儿
    兩两 個个 倫伦 備备 傳传 儀仪 優优 內内 凱凯 劃划 創创 務务 動动 勞劳 勛勋 協协 單单 參参
    嘯啸 園园 圓圆 團团 場场 壯壮 壽寿 夢梦 奮奋 媽妈 嫻娴 寧宁 專专 尋寻 嶺岭 師师 帥帅 帶带
    幣币 庫库 廬庐 彥彦
"""
_TABLE = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})
_SIGNS = "記編責來訊電報聞網攝圖"  # one of these is in every credit


def simplified(text: str) -> str:
    """Return *text* with the characters that judging needs, as long as before.

    >>> simplified("〔記者張偉華／臺北報導〕")
    '〔记者张伟华／台北报导〕'
    """
    if "・" in text:  # a katakana point: 中青在线・记者
        text = text.replace("・", "·")
    return text.translate(_TABLE) if any(sign in text for sign in _SIGNS) else text
