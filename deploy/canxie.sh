#!/bin/sh
# Run a command of the house as its own user, with the settings of the machine: /usr/local/bin/canxie
set -eu
set -a
. /etc/canxie/canxie.env
set +a
cd /opt/canxie
[ "$(id -un)" = canxie ] && exec /opt/canxie/.venv/bin/canxie "$@"
exec runuser -u canxie -- /opt/canxie/.venv/bin/canxie "$@"
