#!/bin/bash
# Run once by the postgres image when its data folder is new: the two roles, the two databases, the two passwords.
set -euo pipefail

psql -X -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres \
  -v owner=registry_owner -v application=registry_app -v genetics=registry_genetics -v createdb=NOCREATEDB -f /deploy/roles.sql

# Read inside psql: a password on a command line can be seen by every process of the container.
psql -X -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres <<'SQL'
\set owner_password `cat /run/secrets/owner_password`
\set application_password `cat /run/secrets/application_password`
ALTER ROLE registry_owner PASSWORD :'owner_password';
ALTER ROLE registry_app PASSWORD :'application_password';
SQL
