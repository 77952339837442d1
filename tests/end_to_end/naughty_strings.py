"""Texts that have broken programs: each is data to us, one record in and one out."""

LETTERS = [
    "", " ", "\t", "   \t ", "0", "1", "-1", "1.0", "1,5", "1e400", "-0", "0x10", "007", "1/0", "1_000", "٣٤٥", "½", "²", "Ⅷ", "①",
    "NaN", "nan", "Infinity", "-inf", "null", "NULL", "nil", "None", "undefined", "true", "FALSE", "yes", "\\N", "N/A",
    "ÅÍÎÏ˝ÓÔÒÚÆ☃", "Œ„´‰ˇÁ¨ˆØ∏”’", "ﬀ ﬁ ﬃ ﬅ", "ẞ ß SS", "İ I ı i", "Ⱥ Ⱦ ⱥ ⱦ", "ǅ ǆ Ǆ", "ŉ ǰ ΐ ΰ", "ΣΑΣ ς σ", "K Å Ω",
    "e\u0301 é", "a\u0328\u0301 ą́", "q\u0323\u0307", "\u0344\u0343", "Å Å Å", "가 가", "한국어 영화", "映画は素晴らしい", "电影很好",
    "фильм ужасный", "فيلم رائع", "סרט נהדר", "ταινία", "ภาพยนตร์ยอดเยี่ยม", "फ़िल्म क्षि", "ཀྵ", "မြန်မာ", "አማርኛ", "ᚠᛇᚻ", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "𝟘𝟙𝟚", "ｆｕｌｌ ｗｉｄｔｈ",
]
MARKS = [
    "Z\u0351\u036b\u0343A\u0334\u0335\u031bL\u0322\u0338G\u0489\u0321O", "a" + "\u0301" * 500, "\u0301", "\u0301\u0302\u0303 alone",
    "\u200bzero\u200cwidth\u200d", "soft\u00adhyphen", "no\u00a0break\u202fspace", "\u2060\ufeff\u180e", "\ufeffmark first",
    "\u202eright to left\u202c", "\u2066isolate\u2069", "a\u200fb\u200ec\u061c", "\U000e0001\U000e0068\U000e0069\U000e007f",
    "\u2028line\u2029paragraph", "next\u0085line", "page\x0cbreak\x0bup", "\x1c\x1d\x1e\x1f", "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f",
    "nul\x00inside", "\x00", "\x7f\x80\x9f", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b[2J\x1b[H", "\x9b31m", "\x1bP1$r\x1b\\",
    "two\nlines", "two\r\nlines", "ends\r", "carriage\rreturn", "back\b\bspace", "bell\a", "\ufffd", "\ufffe \uffff", "\U0010ffff \U0001fffe", "\ue000 \U000f0000",
    "👍", "👎🏿", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪🇫🇷🇯", "1️⃣ #️⃣", "☺︎ ☺️", "🤷🏽‍♀️" * 40, "(╯°□°)╯︵ ┻━┻", "¯\\_(ツ)_/¯", ":-) :'( <3 </3", "😂" * 3000,
]
CODE = [
    "<script>alert(1)</script>", "</script><svg onload=alert(1)>", "<img src=x onerror=alert(1)>", "javascript:alert(1)",
    "<![CDATA[x]]>", "<!-- -->", "<br><br/><BR />", "<b", "<", ">", "a < b > c", "&amp; &lt; &#0; &#x110000; &#xD800; &nosuch;", "&", "&#",
    "&" * 2000, "<" * 2000, "' OR 1=1 --", "'; DROP TABLE users; --", "1;--", "`id`", "$(id)", "$HOME ${IFS}", "| cat /etc/passwd", "%x%x%n%s",
    "{0} {} {:>99999999}", "%(name)s", "{{7*7}}", "#{7*7}", "../../../etc/passwd", "..\\..\\con", "/dev/null", "C:\\nul", "file:///etc/passwd",
    "http://a/%%30%30", "%00", "%0d%0aSet-Cookie:x", "() { :; }; echo x", "!!", "!1", "~root", "--help", "-", "--", "@file", "__label__pos good",
    '{"text":"x"}', "[1,2", '"', '""', '"""', "'", "''", "\\", "\\\\", "\\n", "\\u0000", "\\ud800", "a,b", 'a"b,"c', "a;b", "a\tb", "=1+1",
    "+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "text", "label", "probability", "<unk>", "<pad>", "[UNK]", "[CLS]", "<s>", "\U0010fffd",
]
LENGTHS = [
    "a" * 100_000, "ab " * 50_000, "ä" * 50_000, "." * 10_000, "!?" * 10_000, "'" * 1000, "don't" * 500, "'n'" * 300, "sooooo" + "o" * 1000,
    "-" * 1000, "a-" * 500, "_" * 500, "https://x/" + "y" * 5000, "3.14159" * 500, "not " * 2000 + "good", "😀a" * 500,
]
STRINGS = LETTERS + MARKS + CODE + LENGTHS
