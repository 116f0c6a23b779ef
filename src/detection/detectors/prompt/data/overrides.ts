const gap = '\\s{1,5}';
/** A verb, what stands between, and what is to be given up. */
const phrase = (verb: string, between: string, object: string, limit = 4): RegExp =>
  new RegExp(`(?<![\\p{L}])(?:${verb})${gap}(?:(?:${between})${gap}){1,${limit}}(?:${object})`, 'u');

const THINGS =
  'instructions?\\b|prompts?\\b|rules\\b|guidelines\\b|directives?\\b|directions\\b|commands\\b|constraints\\b|programming\\b|training\\b|restrictions\\b';
const WHICH =
  'all|any|every|each|the|your|my|these|those|of|previous|previously|prior|above|preceding|earlier|foregoing|initial|original|existing|former|past|current|system|given|safety|content|developer|and|or|other';

/**
 * "Ignore all previous instructions" in the languages that most people write in: a verb of giving up, words that say
 * which, and what is given up, in the order of the language. In lower case. Own list.
 */
export const OVERRIDES: readonly RegExp[] = [
  phrase(
    'ignore|disregard|forget|override|overrule|bypass|neglect|abandon|do not follow|don.t follow|stop following',
    WHICH,
    THINGS,
    5,
  ),
  new RegExp(
    `\\b(?:ignore|disregard|forget)${gap}(?:everything|all|anything)${gap}(?:that${gap}|which${gap})?(?:(?:was|i|you|we|i've|you've|were|have|been|is)${gap}){0,3}(?:(?:said|told|written|instructed|learned|taught)${gap}){0,2}(?:above|before this|prior to this)\\b`,
  ),
  phrase(
    'ignoriere|ignorieren sie|vergiss|vergessen sie|missachte|missachten sie|übergehe',
    'alle|sämtliche|die|deine|ihre|meine|bisherigen|vorherigen|vorigen|vorangegangenen|obigen|früheren|ursprünglichen|und',
    'anweisungen|instruktionen|befehle|regeln|vorgaben|prompts?',
  ),
  phrase(
    'ignore|ignorez|ignorer|oublie|oubliez|oublier|ne tiens pas compte de|ne tenez pas compte de',
    'toutes|tous|les|tes|vos|mes|ces|précédentes|anciennes|premières',
    'instructions|consignes|directives|règles',
  ),
  phrase(
    'ignora|ignore|ignorad|olvida|olvide|olvidad|descarta|haz caso omiso de|haga caso omiso de',
    'todas|todos|las|los|tus|sus|mis|anteriores|previas',
    'instrucciones|órdenes|reglas|indicaciones|directrices',
  ),
  phrase(
    'ignore|ignora|esqueça|esquece|desconsidere|desconsidera',
    'todas|todos|as|os|suas|tuas|minhas|anteriores|prévias',
    'instruções|ordens|regras|orientações|diretrizes',
  ),
  phrase(
    'ignora|ignorate|dimentica|dimenticate|trascura',
    'tutte|tutti|le|i|tue|vostre|mie|precedenti|queste',
    'istruzioni|regole|indicazioni|direttive',
  ),
  phrase(
    'negeer|vergeet|sla',
    'alle|de|je|uw|jouw|vorige|voorgaande|eerdere|bovenstaande',
    'instructies|opdrachten|regels|aanwijzingen',
  ),
  phrase(
    'zignoruj|ignoruj|zapomnij o|zapomnij|pomiń',
    'wszystkie|wszystkich|poprzednie|poprzednich|wcześniejsze|wcześniejszych|powyższe|swoje|twoje',
    'instrukcje|instrukcjach|polecenia|poleceniach|zasady|zasadach',
  ),
  phrase(
    'игнорируй|игнорируйте|проигнорируй|проигнорируйте|забудь|забудьте|не следуй|отмени',
    'все|всё|о|про|предыдущие|прежние|прошлые|вышеуказанные|свои|твои|ваши|эти|данные',
    'инструкции|указания|команды|правила|распоряжения',
  ),
  phrase('ігноруй|ігноруйте|забудь|забудьте', 'усі|всі|попередні|свої|твої', 'інструкції|вказівки|правила'),
  phrase('abaikan|lupakan', 'semua|segala|seluruh', 'instruksi|perintah|arahan|aturan'),
  phrase('bỏ qua|quên', 'tất cả|mọi|các|những|toàn bộ', 'hướng dẫn|chỉ dẫn|lệnh|quy tắc'),
  phrase('ignorera|glöm|bortse från', 'alla|de|dina|tidigare|föregående', 'instruktioner|regler|anvisningar'),
  phrase('تجاهل|انس|انسَ|تجاهلي', 'جميع|كل|كافة', 'التعليمات|الأوامر|القواعد'),
  /(?:önceki|yukarıdaki|tüm|bütün)\s{1,5}(?:tüm\s{1,5}|bütün\s{1,5}|önceki\s{1,5})?(?:talimatları|komutları|kuralları|yönergeleri)\s{1,5}(?:yoksay|yok say|unut|görmezden gel|göz ardı et|dikkate alma)/u,
  /(?:忽略|无视|無視|忘记|忘掉|忘記|不要理会|不要遵守)(?:你|您|掉|所有|一切|全部|之前|以前|以上|上面|上述|先前|前面|此前|的|任何|那些|这些|收到|给出|與|与|和){1,8}(?:指令|指示|提示词|提示|命令|规则|規則|设定)/u,
  /(?:以前|これまで|上記|上|前|今まで|元)の(?:すべての|全ての|全部の|あらゆる)?(?:指示|命令|ルール|プロンプト|制約)(?:を|は)(?:すべて|全て|全部)?(?:無視|忘れ|破棄)/u,
  /(?:이전|위|앞|지금까지|기존)(?:의|에)?\s?(?:모든|전체)?\s?(?:지시|명령|지침|프롬프트|규칙)(?:\s?사항)?(?:을|를|들을|은|는)?\s?(?:모두\s?)?(?:무시|잊)/u,
  /(?:पिछले|पहले के|उपरोक्त)\s(?:सभी\s|सारे\s)?(?:निर्देशों|आदेशों|नियमों)\s(?:को\s)?(?:अनदेखा|नज़रअंदाज़|भूल)/u,
];
