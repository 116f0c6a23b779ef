import { inTarget } from '../verdict.js';

const FOREIGN = { host: 'shop.example', referer: 'https://h.example/' };
const ATTACKS = [
  '/login?PHPSESSID=abc',
  '/login?PHPSESSION=abc',
  '/login?phpsessid=abc',
  '/login?JSESSIONID=abc',
  '/login?JSESSION=abc',
  '/login?JSERVSESSION=abc',
  '/login?JWSESSION=abc',
  '/login?ASPSESSIONIDABC=abc',
  '/login?ASP.NET_SessionId=abc',
  '/login?CFID=abc',
  '/login?CFTOKEN=abc',
  '/login?CFSID=abc',
  '/login?connect.sid=abc',
  '/login?koa.sess=abc',
  '/login?koa%3Asess=abc',
  '/login?koa.sess.sig=abc',
  '/login?laravel_session=abc',
  '/login?ci_session=abc',
  '/login?CAKEPHP=abc',
  '/login?zend_session_id=abc',
  '/login?sails.sid=abc',
  '/login?shiny-token=abc',
  '/login?next-auth.session-token=abc',
  '/login?__Secure-next-auth.session-token=abc',
  '/login?__Host-next-auth.session-token=abc',
  '/login?authjs.session-token=abc',
  '/login?__Secure-authjs.session-token=abc',
  '/login?express.sid=abc',
  '/login?express%3Asid=abc',
  '/login?VIEWSTATE=abc',
  '/login?_rails_session=abc',
  '/login?rack.session=abc',
  '/login?fastcgisessionid=abc',
  '/login?flask_session=abc',
  '/login?wlsession=abc',
  '/login?play_session=abc',
  '/login?grafana_session=abc',
  '/login?_gitlab_session=abc',
  '/login?a=1&PHPSESSID=x',
  '/?JSESSIONID=x&b=1',
  '/x?c=.cookie=%22a=b;expires=1=%22',
  '/x?c=.cookie=1;path=/=',
  '/x?c=http-equiv=%22set-cookie%22',
  '/a?phpsessid=1',
  '/a?laravel_session=1&x',
  '/a?cfid=1&cftoken=2',
  '/a?x=2&connect.sid=s%3Ax',
  '/a?b=c&rack.session=x',
  '/deep/path?ci_session=5',
  '/login?aspsessionidxyz=abc',
  '/login?zope3=abc',
];
const PLAIN = [
  '/done?session=abc',
  '/done?session_id=abc',
  '/done?sessionId=abc',
  '/done?sid=abc',
  '/done?sess=abc',
  '/done?token=abc',
  '/done?state=abc',
  '/done?code=abc',
  '/done?id=abc',
  '/done?user=abc',
  '/done?lang=abc',
  '/done?theme=abc',
  '/done?q=abc',
  '/done?page=abc',
  '/done?sort=abc',
  '/done?next=abc',
  '/done?return=abc',
  '/done?checkout_session_id=abc',
  '/done?stripe_session=abc',
  '/done?cs_id=abc',
  '/done?SessionName=abc',
  '/done?sessions=abc',
  '/done?session_date=abc',
  '/done?my_session=abc',
  '/done?training-session=abc',
  '/done?s=abc',
  '/done?phpversion=abc',
  '/done?jsp=abc',
  '/done?asp=abc',
  '/done?cf=abc',
  '/done?cft=abc',
  '/done?connect=abc',
  '/done?express=abc',
  '/done?koa=abc',
  '/done?laravel=abc',
  '/done?rails=abc',
  '/done?rack=abc',
  '/done?play=abc',
  '/done?grafana=abc',
  '/done?flask=abc',
  '/done?session_id=cs_test_1',
  '/sessions/5',
  '/session',
  '/x?q=cookie%20recipes',
  '/x?q=session%20fixation',
  '/x?q=phpsessid',
  '/x?q=what%20is%20JSESSIONID',
  '/x?cookie=yes',
  '/x?cookies=accepted',
  '/x?q=document.title',
  '/x?q=set-cookie',
  '/x?view=state',
  '/x?shiny=1',
];

describe('The table of sessions', () => {
  it.each(ATTACKS)('finds %j', (text) => {
    expect(inTarget(text, FOREIGN)).toBe('session-fixation');
  });

  it.each(PLAIN)('lets %j pass', (text) => {
    expect(inTarget(text, FOREIGN)).toBeUndefined();
  });
});

it('finds a session in a segment of the path, where the link is of another site', () => {
  expect(inTarget('/a.jsp;jsessionid=ABC0', FOREIGN)).toBe('session-fixation');
  expect(inTarget('/a.jsp;jsessionid=ABC0', { host: 'shop.example' })).toBeUndefined();
  expect(inTarget('/a;v=1', FOREIGN)).toBeUndefined();
  expect(inTarget('/login?wordpress_logged_in_0a1b=x', FOREIGN)).toBe('session-fixation');
});

it('finds a list of sessions and the sessions of more frameworks, from another site', () => {
  for (const name of ['PHPSESSID[]', 'yii_session', 'django_session', 'osCsid'])
    expect(inTarget(`/?${name}=a`, FOREIGN)).toBe('session-fixation');
  for (const name of ['drupal_sessions', 'djangosession_id_x', 'session[]'])
    expect(inTarget(`/?${name}=a`, FOREIGN)).toBeUndefined();
});
