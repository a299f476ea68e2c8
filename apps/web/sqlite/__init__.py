"""A database backend: Django's for SQLite, on the library that pysqlite3 carries (decisions/0026)."""
