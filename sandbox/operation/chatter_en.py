"""What ordinary people say in English, in parts of a few words each that are joined at random."""

from __future__ import annotations

SENTENCE = "{when} {who} {did} {what} {how}."


def _split(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("|"))


WHEN = _split(
    """This morning | Last night | On Tuesday | After lunch | Before breakfast | Around noon | Yesterday | Once more
    | Since Sunday | For once | By accident | At long last | Between meetings | During the storm | On the train
    | While waiting | Right after work | Far too early | Twice today | Over dinner | In the rain | Half asleep
    | On a whim | As promised | Without coffee | Just now | Out of boredom | In a hurry | Come Thursday | All weekend
    | Against advice | In October | Before the match | With frozen fingers | Under protest"""
)
WHO = _split(
    """my sister | the neighbour | our postman | grandfather | I | we | a colleague | the twins | my dentist
    | half the choir | somebody's uncle | our landlord | the new intern | two cyclists | my flatmate | the librarian
    | a stranger | our goalkeeper | my physics teacher | the whole office | an elderly pianist | the plumber
    | a tired nurse | my cousin | the ferry crew | our youngest | the baker | a lost tourist | my mother | the goose"""
)
DID = _split(
    """repaired | lost | painted | borrowed | photographed | mislaid | rebuilt | ate | dropped | labelled | measured
    | buried | hid | watered | sold | wrapped | polished | traded | dismantled | rescued | weighed | ironed | mended
    | adopted | framed | counted | carried | smuggled | renamed | untangled | returned | soaked | sketched | glued
    | auctioned | cursed at | fell over | argued about | dreamt of | whistled at"""
)
WHAT = _split(
    """a jar of pickles | the tall ladder | seven umbrellas | an old synthesiser | the garden gate | my left boot
    | a box of cassettes | the fig tree | nine dumplings | the office printer | a brass telescope | our kitchen clock
    | some radishes | the tabby cat | an entire goulash | a spreadsheet | the wrong keys | a paper lighthouse
    | grandma's recipe | eleven postcards | a rowing boat | the tomato plants | a bag of chestnuts | the radio mast
    | my cello bow | three tortoises | a medieval map | the last focaccia | a garden gnome | the bus timetable
    | somebody's hat | a sled dog | the cheese grater | a stack of novels | the doorbell | a crooked shelf
    | my reading glasses | the biscuit tin | an accordion | a bookbinding kit | the snow shovel | four bicycle bells
    | a wooden spoon | the chess set | an onion soup | a pair of skis | the aquarium pump | a lemon cake
    | our tent pegs | the crossword | a tin whistle | the beehive | a thermos flask | my tax papers
    | the neighbour's drill | an enormous pumpkin | a ball of wool | the compass | a fossil | the birdhouse"""
)
HOW = _split(
    """behind the library | near Utrecht | in total silence | with a butter knife | for no reason | under the stairs
    | without asking | to general surprise | on the balcony | between two showers | like a professional | for charity
    | in the wrong order | next to the swimming hall | with great ceremony | in a thick fog | for eleven euros
    | at the flea market | halfway to Bergen | using only string | before anybody noticed | in the lift | by candlelight
    | for the third time | over the phone | with mixed results | at the tram depot | on one leg | during a power cut
    | in front of the inspector | as a dare | upside down | for a school play | with both hands | in Trieste
    | behind my back | and laughed | and blamed the weather | and nobody minded | and then slept | and it rained
    | and missed the bus | and cried a little | and that was that | out of spite | inside a wardrobe | on the pier
    | for science | with borrowed tools | in slow motion | at a funeral | near the heron pond | while humming
    | against the clock | in five languages | on thin ice | without gloves | next door | from memory | in the cellar"""
)
REMARKS = _split(
    """Small joys. | No regrets. | Never again. | It smells of tar. | Ask me later. | Ten out of ten. | Still thinking.
    | Poor thing. | What a mess. | Could be worse. | My knees hurt. | Send tea. | Who knew? | Nobody laughed.
    | I blame Monday. | That was fun. | Good enough. | Photos later. | Bring snacks. | Worth it. | Not my fault.
    | Tomorrow, then. | Typical. | Oh well. | It squeaks now. | Lesson learned. | We clapped. | So it goes."""
)
SLOTS: dict[str, tuple[str, ...]] = {
    "number": ("three", "four", "six", "seven", "nine", "eleven", "fourteen", "forty"),
    "food": ("dumplings", "cardamom buns", "focaccia", "pierogi", "goulash", "tamales", "shakshuka"),
    "place": ("Leith", "Ghent", "Porto", "Malmo", "Dunedin", "Halifax", "Graz", "Tampere"),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
GREETINGS = (
    "Good morning everyone!",
    "Happy Friday!",
    "Good night all.",
    "Thank you so much!",
    "Happy new week!",
)
COMMENTS: tuple[str, ...] = (
    "About time, my aunt has been waiting on that pier since the clocks went forward and she is not a "
    "patient woman.",
    "Reading this on the very boat in question, it smells of diesel and pancakes and I am not complaining.",
    "Will believe it when the sign at my stop stops saying nineteen minutes for an hour.",
    "My physics teacher predicted this in class eleven years ago and we all laughed, sorry sir.",
    "I only clicked because of the picture of the seal, and now I know far too much about port dues.",
    "Wonder what that means for those of us who cycle the coast path with a trailer and two kids in it.",
    "The comments under the article are wilder than the article, bring snacks.",
    "Mixed feelings. Good for tourists, less good for the man who rents out deck chairs by the steps.",
)
HEADLINES: tuple[str, ...] = (
    "Council approves new ferry timetable from June",
    "Scientists track record number of seals along the northern coast",
    "Old tram depot to become a public swimming hall",
)
REPLIES: tuple[str, ...] = (
    "Same here!",
    "Try {food}.",
    "In {place}? Really?",
    "Ha, so true.",
    "Typical {day}.",
    "Recipe, please!",
    "Only {number}?",
    "Congratulations!",
    "Oh no.",
)
