"""Letters that look like Latin ones, as they are put into words so that only people read the same.

From the Unicode confusables (Unicode Technical Standard 39, version 15; Unicode licence v3): letters of
living scripts whose small or capital form looks like an ASCII letter. What looks alike is made one letter in
every text, whatever its script, as the standard's skeletons do: a Russian word stays a word of its own, and
compares equal whether its letters are Cyrillic or some of them Latin.
"""

from __future__ import annotations

_PAIRS = (
    "аa ьb вb сc ԁd еe ҽe ԍg һh нh іi ꙇi ӏl јj кk мm оo рp ԛq гr ѕs тt ѵv ѡw ԝw хx уy үy пn "
    "αa βb εe ϝf ηh ιi ϳj κk μm ϻm νv οo σo ρp ᴦr τt υu χx γy ζz "
    "քf ցg հh ոn ռn օo գq զq տs սu աw "
    "ɑa ƅb ꞵb ᴄc ꬲe ꬵf ꞙf ɡg ᶃg ƍg ıi ɪi ɩi ʝj ᴏo ᴑo ꭇr ꭈr ʀr ꜱs ƽs ꞟu ᴜu ʋu ᴠv ɯw ᴡw ɣy ᶌy ʏy ỿy ᴢz "
    "ꮓz ⲥc ⲏh ⲕk ⲓl ⲙm ⲛn ⲟo ⲣp ⲅr ⲧt ⲭx ⲩy "
    "ꭺa ꮟb ᏼb ꮯc ꮷd ꭰd ꭼe ꮐg ꮒh ꮋh ꭵi ꭻj ꮶk ꮮl ꮇm ꮲp ꮁr ꭱr ꮢr ꮪs ꮥs ꭲt ꮩv ꮃw ꮤw ꭹy ꮍy "
    "ꓮa ꓐb ꓚc ꓒd ꓓd ꓰe ꓝf ꓖg ꓧh ꓙj ꓗk ꓲl ꓡl ꓟm ꓠn ꓳo ꓑp ꓣr ꓢs ꓔt ꓴu ꓦv ꓪw ꓫx ꓬy ꓜz"
)

LOOKALIKES: dict[int, int] = {ord(pair[0]): ord(pair[1]) for pair in _PAIRS.split()}
"""Code points of small letters, and the ASCII letter that each looks like."""
LOOKALIKES |= {
    code: LOOKALIKES[ord(chr(code).lower())]
    for code in range(0x13A0, 0x13F6)
    if ord(chr(code).lower()) in LOOKALIKES
}
