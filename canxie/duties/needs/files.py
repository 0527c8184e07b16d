"""Who may open the photo that shows that a need was met."""

from canxie.engine.files.declarations import Kind, kinds
from canxie.ground.powers import Power
from canxie.mechanisms.matters.evidence import file_kind, path_of

kinds.declare(file_kind("need"), Kind("需求办成的照片", Power.NEEDS_READ, path_of))
