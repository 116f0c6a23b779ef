import { type Detector } from '../../subject.js';

const NAMES =
  /^(?:phpsess(?:id|ion)|jsession(?:id)?|jservsession|jwsession|aspsessionid\w*|asp\.net_sessionid|aspfixation\w*|cfid|cftoken|cfsid|connect\.sid|koa[:.]sess(?:ion)?(?:\.sig)?|laravel_session|ci_session|cakephp|zend_session_id|sails\.sid|shiny-token|(?:__(?:host|secure)-)?(?:next-auth|authjs)\.session-token|express[:.]sid|viewstate|zope\w*|_rails_session|rack\.session|fastcgisessionid|flask_session|weblogicsession|wlsession|play_session|grafana_session|_gitlab_session|jsessionidsso|plack_session|dancer\.session|mojolicious|fe_typo_user|be_typo_user|oscsid|zenid|better-auth\.session_token|\.aspxauth|\.aspnetcore\.(?:session|cookies)|ltpatoken2?|symfony|wordpress_(?:logged_in|sec)_\w*|ss?ess[\da-f]{32}|(?:rails|yii|django|codeigniter|symfony|plack|drupal|joomla)_?sess(?:ion)?(?:_?id)?)(?:\[\])?$/;

/** Session identifiers as parameters: whoever sends such a link chooses the session of whoever follows it. */
export const session: Detector = {
  name: 'session',
  cost: 4,
  documents: false,
  roles: ['name', 'value', 'segment'],
  triggers: [
    'sess',
    ...['typo_user', 'oscsid', 'zenid', 'ltpatoken', '.aspxauth', '.aspnetcore', 'mojolicious', 'wordpress_'],
    'cfid',
    'cftoken',
    'cfsid',
    'connect.sid',
    'sails.sid',
    'express',
    'shiny-token',
    'symfony',
    'cakephp',
    'viewstate',
    'zope',
    'koa',
    '.cookie',
    'set-cookie',
  ],
  detect({ lower, role, place, foreign }) {
    if (role === 'name' && place !== 'cookie' && foreign && NAMES.test(lower)) {
      return { category: 'session-fixation', what: 'session-name', confidence: 0.5, offset: 0 };
    }
    if (role === 'segment' && foreign && /;(?:jsessionid|phpsessid)=./.test(lower))
      return { category: 'session-fixation', what: 'session-name', confidence: 0.5, offset: lower.indexOf(';') };
    const at =
      role === 'value' || role === 'segment'
        ? lower.search(
            /\.cookie\b(?:(?!\.cookie\b)[^]){0,100}(?:expires|domain|path)\W{0,5}=|http-equiv\W{1,9}set-cookie/,
          )
        : -1;
    return at < 0 ? undefined : { category: 'session-fixation', what: 'cookie-script', confidence: 0.7, offset: at };
  },
};
