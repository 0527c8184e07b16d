"""Which of two addresses says who answers for a person (2.2.2; the clause leaves it open)."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import One

declare(
    {
        "contact.base": Parameter(
            "联系人",
            "人户分离的人，由哪边的残协主要联系",
            One((("residence", "常住地"), ("registered", "户籍地"))),
            "residence",
            help="户籍在外县、或者户籍地没有登记到村的，都由常住地联系。另一边可以加一个第二联系。",
        ),
    }
)
