"""What a browser says of itself, in the few words that somebody knows their own telephone by."""

SYSTEMS = [
    ("HarmonyOS", "鸿蒙手机"),
    ("Android", "安卓手机"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Windows", "Windows 电脑"),
    ("Mac OS", "苹果电脑"),
    ("Linux", "Linux 电脑"),
]
BROWSERS = [
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("Edg", "Edge"),
    ("Firefox", "火狐"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]


def in_words(agent: str) -> str:
    """Name system and browser; never more of what the browser says, since that may be anything.

    >>> in_words("Mozilla/5.0 (Linux; Android 14; M) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36")
    '安卓手机，Chrome'
    >>> in_words("")
    '不知道是什么设备'
    """
    said = [next((words for mark, words in known if mark in agent), "") for known in (SYSTEMS, BROWSERS)]
    return "，".join(filter(None, said)) or "不知道是什么设备"
