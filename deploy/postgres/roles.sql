-- The two roles and two databases of a registry. Run by psql as superuser, in the embedded registry at every start
-- and in production once, when the server is first made. Safe to run again.
--
--   owner        owns both databases and every table in them; migrates; not used by the running application
--   application  reads and writes rows; makes, changes and drops nothing
--   genetics     reads and writes genetic data, and nothing else; nobody signs in as it, the application steps into it
--
-- Variables: owner, application, genetics (role names), createdb (CREATEDB or NOCREATEDB for the owner).

SELECT format('CREATE ROLE %I LOGIN', role)
FROM unnest(ARRAY[:'owner', :'application']) AS role
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec

SELECT format('CREATE ROLE %I NOLOGIN', :'genetics')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'genetics') \gexec

ALTER ROLE :"owner" :createdb NOCREATEROLE NOSUPERUSER NOREPLICATION;
ALTER ROLE :"application" NOCREATEDB NOCREATEROLE NOSUPERUSER NOREPLICATION;
-- The owner may step down to the application's role (the tests do, to run with its rights), not inherit from it.
GRANT :"application" TO :"owner" WITH INHERIT FALSE, SET TRUE;
-- Genetic data are out of reach until the application says that it means them (accessctl/own_role.py).
GRANT :"genetics" TO :"application", :"owner" WITH INHERIT FALSE, SET TRUE;

-- template1 first: databases made later start with the same default privileges.
\connect template1
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"application";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT USAGE, SELECT ON SEQUENCES TO :"application";

SELECT format('CREATE DATABASE %I OWNER %I', name, :'owner')
FROM unnest(ARRAY['registry', 'keystore']) AS name
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name) \gexec

REVOKE ALL ON DATABASE registry, keystore FROM PUBLIC;
GRANT CONNECT ON DATABASE registry, keystore TO :"application";
