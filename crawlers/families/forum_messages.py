"""What forums say in place of a page, in the languages in which they say it most.

Sources: the language packs of phpBB, vBulletin, XenForo, SMF and MyBB; maigret's site list. They are hints:
what they stand in is found by the engine's structure, and a status or a password field decides where no
sentence does.
"""

from __future__ import annotations

from storage.items import ProblemKind

OUTCOMES: tuple[tuple[ProblemKind, str], ...] = (
    (
        "unauthorised",
        r"\b(banned|blocked) (your IP|from (this|using))|IP(-| )?address (has been|is) banned"
        r"|you (have been|are) (permanently )?banned|вы (были )?заблокированы"
        r"|votre (adresse )?IP a été banni"
        r"|您(的 ?IP)?(地址)?.{0,8}(禁止|封鎖|封禁)",
    ),
    (
        "not_found",
        r"(member|user|topic|thread|post|forum|board|page)\b.{0,60}(does not exist|doesn.t exist"
        r"|(could|can) ?not be found|is not registered|may (have been|be) (moved|deleted|removed))"
        r"|has not registered|(invalid|no) (user|member|thread|post|forum)s?\b.{0,30}(specified|found)"
        r"|не (существует|найден)|n.existe pas|existiert nicht|no existe|non esiste|nie istnieje"
        r"|不存在|已被(删除|刪除)|(没有|沒有)找到|وجود ندارد",
    ),
    (
        "private",
        r"limits who (may|can) view|profile is (not available|private)|chosen to hide (their|his) profile"
        r"|profil (est privé|ist privat)|профиль скрыт|隐私设置|隱私設置|设置了隐私|設置了隱私",
    ),
    (
        "login_wall",
        r"(must|need to|have to|required to) (be )?(logged|log|sign|login|register)|not logged in"
        r"|login required"
        r"|please (log|sign) ?in|войти|авториз|зарегистрир|se connecter|être (connecté|enregistré)"
        r"|anmelden"
        r"|eingeloggt|iniciar sesión|identificar|(需要|请|請|必须|必須|尚未).{0,6}(登录|登錄|登入)"
        r"|وارد (شوید|شده)",
    ),
    (
        "unauthorised",
        r"(do not|don.t) have permission|not (allowed|authori[sz]ed|permitted) to"
        r"|insufficient (privileges|permission)"
        r"|нет (прав|доступа)|недостаточно прав|pas autorisé|keine (berechtigung|rechte)"
        r"|没有权限|沒有權限|無權|无权",
    ),
    ("rate_limited", r"(wait|only) .{0,40}\d+ seconds|search.{0,40}too (often|soon)|flood|подождите"),
)
EMPTY = (
    r"no (suitable )?(matches|results|posts|messages|topics|threads|content)\b.{0,40}"
    r"|nothing found|has not posted|ничего не найдено|нет (сообщений|тем)"
    r"|aucun(e)? (résultat|message|sujet)"
    r"|keine (beiträge|treffer|themen)|no (hay|se encontraron)"
    r"|(没有|沒有|暫無|暂无|尚無).{0,8}(帖子|主题|主題|内容|回覆|回复)"
)
JOINED = (
    r"^(joined|join date|registered|registration|member since|date registered|inscri(t|ption)"
    r"|date d.inscription"
    r"|registriert|beigetreten|mitglied seit|регистрация|зарегистрирован|дата регистрации"
    r"|registrado|registo|iscritto|dołączył|rejestracja"
    r"|注册时间|註冊時間|注册日期|註冊日期|加入(时间|時間|日期)?|عضویت|تاریخ عضویت)"
)
POSTS = (
    r"^((total )?posts|(total )?messages|messages? count|beiträge|сообщени[яй]|всего сообщений"
    r"|mensajes|mensagens|messaggi|posty|帖子|帖子数|帖子數|回帖数|回帖數|文章|نوشته)"
)
BANNED = (
    r"\b(banned|suspended)\b|забанен|заблокирован|\bbanni\b|gesperrt|baneado|禁止访问|禁止訪問|已被禁|已封禁"
)
"""The title that a banned member bears."""
