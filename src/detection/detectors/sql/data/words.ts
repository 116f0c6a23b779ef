/**
 * Words that SQL gives a meaning, by their part in a statement. Own selection from the reserved words of MySQL,
 * PostgreSQL, SQL Server, Oracle and SQLite.
 */
const BY_KIND: Readonly<Record<string, string>> = {
  // Logic
  l: 'and or xor',
  // Comparison
  '=': 'like ilike rlike regexp glob is in between similar sounds isnull notnull match overlaps',
  // Arithmetic and other operators between operands
  '+': 'div mod collate escape',
  // Before an operand
  '!': 'not binary distinctrow prior unique',
  // Set operators
  U: 'union except intersect minus',
  A: 'all distinct',
  S: 'select',
  F: 'from',
  W: 'where',
  H: 'having',
  L: 'limit offset fetch top',
  I: 'into outfile dumpfile',
  J: 'join inner outer cross natural straight_join lateral',
  N: 'null true false unknown current_user current_timestamp current_date current_time localtime session_user system_user sysdate',
  // What begins a statement
  X: 'insert update delete drop create alter exec execute declare shutdown truncate waitfor grant revoke merge call kill backup restore begin attach copy handler rename load xp_cmdshell sp_executesql dbcc openrowset pragma vacuum',
  // What a statement is about
  T: 'table database schema procedure function view trigger user login index tablespace column columns',
  // Further words of statements
  K: 'case when then else end as on using values set for asc desc exists any some interval cast convert if while with recursive returning procedure analyse separator delay time over partition rows',
};

export const WORD_KINDS: ReadonlyMap<string, string> = new Map(
  Object.entries(BY_KIND).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind] as const)),
);

/** Functions that wait, read files, run commands or make an error speak: no form field asks for them. */
export const ATTACK_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'sleep benchmark pg_sleep pg_sleep_for pg_sleep_until load_file extractvalue updatexml xmltype exp_lock get_lock ' +
    'pg_read_file pg_ls_dir lo_import lo_export dblink dblink_connect query_to_xml database_to_xml load_extension ' +
    'xp_cmdshell xp_dirtree xp_fileexist xp_regread openrowset openquery opendatasource sp_password sp_oacreate ' +
    'utl_inaddr utl_http randomblob zeroblob gtid_subset json_keys group_concat concat_ws wm_concat string_agg ' +
    'procedure_analyse is_srvrolemember is_member has_dbaccess row_count sqlite_version current_setting ' +
    'fn_virtualfilestats polygon geometrycollection linestring multipoint multipolygon multilinestring name_const'
  ).split(' '),
);

/** Names of what describes or guards a database. */
export const CATALOGUE =
  /^(?:information_schema|mysql\.(?:user|db)|pg_(?:catalog|shadow|user|tables|class|database|stat_activity|roles)|sqlite_(?:master|schema|temp_master|version)|sys(?:objects|columns|databases|users|logins|tables|processes|dba|ibm|cat)|sys\.(?:objects|tables|databases|user\$|schema_\w+)|master\.\.\w+|msdb|tempdb|all_(?:tables|tab_columns|users)|user_(?:tables|tab_columns|users|password)|dba_(?:users|tables)|v\$\w+|msys(?:aces|objects|queries|relationships|accessobjects)|table_schema|table_name|column_name|schemata|performance_schema|northwind|mysql)$/;
