/**
 * Words that SQL gives a meaning, by their part in a statement. Own selection from the reserved words of MySQL,
 * PostgreSQL, SQL Server, Oracle and SQLite.
 */
const BY_KIND: Readonly<Record<string, string>> = {
  // Logic
  l: 'and or xor eqv imp',
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
  // Sorting and grouping
  G: 'order group',
  B: 'by',
  // What begins a statement
  X: 'insert update delete drop create alter exec execute declare shutdown truncate waitfor grant revoke deny merge call kill backup restore begin attach detach copy handler rename load xp_cmdshell sp_executesql dbcc openrowset pragma vacuum replace use reindex reset flush do explain describe show lock unlock print raiserror bulk refresh install prepare deallocate deliver reconfigure',
  // What a statement is about
  T: 'table database schema procedure function view trigger user login index tablespace column columns extension role sequence keyspace',
  // Operators of OData and SCIM, and words of sentences: none is the name of a column
  x: 'eq ne gt ge lt le co sw ew has the an my your our his her their its this that these those please here there me us you we they he she it of to at',
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
    'analyse procedure_analyse is_srvrolemember is_member has_dbaccess row_count sqlite_version current_setting ' +
    'fn_virtualfilestats name_const'
  ).split(' '),
);

/** Functions that take a value apart, so that a comparison tells of one character or bit of it at a time. */
export const BLIND_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'ord ascii unicode mid substr substring substrb substrc substr2 substr4 substring_index left right length len ' +
    'char_length character_length octet_length bit_length lengthb datalength hex unhex bin conv char chr nchar locate ' +
    'instr position charindex patindex find_in_set strcmp strpos field elt make_set iif if ifnull nullif isnull nvl nvl2 ' +
    'coalesce decode greatest least interval concat concat_ws cast convert try_convert to_number to_char md5 sha1 sha2 ' +
    'crc32 lower lcase upper ucase reverse reverse replace repeat lpad rpad trim soundex regexp_like regexp_substr ' +
    'regexp_instr regexp_count count user current_user session_user system_user database schema version db_name ' +
    'user_name suser_name suser_sname host_name object_id object_name col_name current_database current_schema ' +
    'json_length json_contains json_extract json_type jsonb_typeof row to_base64 from_base64 load_file exp pow floor rand'
  ).split(' '),
);

/** Families of functions of the databases, by the beginning of their names. */
export const FUNCTION_FAMILY =
  /^(?:json|jsonb?_\w+|st_\w+|pg_\w+|xml\w*|sys_\w+|dbms_\w+|utl_\w+|regexp_\w+|inet6?_\w+|bit_\w+|sqlite_\w+|to_\w+|is_\w+|fn_\w+)$/;

/** Functions that ask the database about itself, or that only SQL has: calls of them are no other language's. */
export const SQL_CALL =
  /^[,'"\s]{0,3}(?:(?:database|schema|version|user|current_user|session_user|system_user|sysdate|current_database|current_schema|db_name|user_name|suser_s?name|host_name|found_rows|row_count|last_insert_id|connection_id|sqlite_version|pg_backend_pid|inet_server_addr|getdate)\s{0,3}\(\s{0,3}\)|(?:unhex|from_base64|load_file|find_in_set|make_set|elt|char|nchar|concat_ws|group_concat|substring_index|bit_count|inet_aton|unix_timestamp|from_unixtime|str_to_date|sys_context|userenv|dbms_\w{2,30}\.\w{2,30}|utl_\w{2,30}\.\w{2,30}|nvl2?|rawtohex|utl_raw|pg_\w{3,30}|lo_\w{3,20}|xpath_\w{3,20}|object_id|object_name|col_name|is_(?:srvrole)?member)\s{0,3}\([^)]{0,60}[,'\dx][^)]{0,60}\)|ch(?:a)?r\s{0,3}\(\d{1,5}\)\s{0,3}(?:\|\||\+)|concat\s{0,3}\(\s{0,3}(?:n?char|chr|0x|user|version|database)\b)/;

/** Names of types of columns that are no words. */
export const TYPES =
  'int[248]?|integer|bigint|smallint|tinyint|mediumint|numeric|decimal|real|double|float[48]?|bytea|regclass|regtype|regproc|n?varchar2?|nchar|char|text|jsonb?|bool(?:ean)?|date|timestamp(?:tz)?|time|uuid|inet|oid|name|money|bit|signed|unsigned|binary|xml|datetime2?|sql_variant|varbinary';

/** Functions whose name and opening bracket, as a whole value, is somebody feeling for an error. */
export const SQL_FUNCTIONS =
  /^(?:abs|acos|aes_(?:de|en)crypt|ascii|asin|atan2?|avg|benchmark|bin|bit_(?:and|or|xor|count|length)|cast|ceil(?:ing)?|char(?:_length|acter_length|set)?|chr|coalesce|coercibility|compress|concat(?:_ws)?|conv(?:ert)?(?:_tz)?|cos|cot|count|crc32|cur(?:date|time)|current_\w+|database|date_?\w*|day\w*|decode|default|degrees|des_(?:de|en)crypt|elt|encode|encrypt|exp(?:ort_set)?|extract(?:value)?|field|find_in_set|floor|format|found_rows|from_\w+|get_\w+|group_concat|hex|hour|if(?:null)?|in(?:et_\w+|sert|str|terval)|is_\w+|isnull|last\w*|lcase|least|left|length|ln|load_file|localtime\w*|locate|log(?:2|10)?|lower|lpad|ltrim|make\w+|master_pos_wait|max|md5|microsecond|mid|min(?:ute)?|mod|month(?:name)?|name_const|now|nullif|oct(?:et_length)?|ord|password|period_\w+|pg_sleep|pi|position|pow(?:er)?|procedure|quarter|quote|radians|rand|release_lock|repeat|replace|reverse|right|round|row_count|rpad|rtrim|schema|sec(?:_to_time|ond)|session_user|sha[12]?|sign|sin|sleep|soundex|space|sqrt|std\w*|str(?:cmp|_to_date)|sub(?:date|str|string|string_index|time)|sum|sys(?:date|tem_user)|tan|time\w*|to_\w+|trim|truncate|ucase|un(?:compress|hex|ix_timestamp)|upper|user|utc_\w+|uuid\w*|values|var\w+|version|week\w*|xmltype|year\w*|json_\w+)\W{0,2}\($/;

/** Names of what describes or guards a database. */
export const CATALOGUE =
  /^(?:information_schema|mysql\.(?:user|db)|pg_(?:catalog|shadow|user|tables|class|database|stat_activity|roles)|sqlite_(?:master|schema|temp_master|version)|sys(?:objects|columns|databases|users|logins|tables|processes|dba|ibm|cat)|sys\.(?:objects|tables|databases|user\$|schema_\w+)|master\.\.\w+|msdb|tempdb|all_(?:tables|tab_columns|users)|user_(?:tables|tab_columns|users|password)|dba_(?:users|tables)|v\$\w+|msys(?:aces|objects|queries|relationships|accessobjects)|table_schema|table_name|column_name|schemata|performance_schema|northwind|mysql)$/;
