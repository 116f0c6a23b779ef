import { A_WHILE } from './fault.js';
import { single } from './single.js';
import { describeFaults } from './suite.js';

describeFaults([
  {
    name: 'wrong password',
    lasts: A_WHILE,
    stage: single(['--requirepass', 'right'], {
      fail: async ({ look }) => {
        await look.config('SET', 'requirepass', 'other');
        await look.call('CLIENT', 'KILL', 'TYPE', 'normal');
        await look.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      },
      heal: ({ look }) => look.config('SET', 'requirepass', 'right'),
    }),
  },
  {
    name: 'ACL forbids a command',
    lasts: A_WHILE,
    stage: single([], {
      fail: ({ look }) => look.call('ACL', 'SETUSER', 'default', '-set'),
      heal: ({ look }) => look.call('ACL', 'SETUSER', 'default', '+set'),
    }),
  },
  {
    name: 'maxmemory reached, noeviction',
    lasts: A_WHILE,
    stage: single([], {
      fail: ({ look }) => look.config('SET', 'maxmemory', '1'),
      heal: ({ look }) => look.config('SET', 'maxmemory', '0'),
    }),
  },
  {
    name: 'read-only replica',
    lasts: A_WHILE,
    stage: single([], {
      fail: ({ look }) => look.replicaof('127.0.0.1', '1'),
      heal: ({ look }) => look.replicaof('NO', 'ONE'),
    }),
  },
]);
