import { Journal, NotConnectedError } from '../../../../src/stores/redis/journal.js';
import { RedisOptions } from '../../../../src/stores/redis/options.js';
import { HandClock } from '../../../support/clock.js';
import { RecordingLog } from '../../../support/log.js';

function make(): { journal: Journal; log: RecordingLog; clock: HandClock } {
  const log = new RecordingLog();
  const clock = new HandClock();
  const options = Object.assign(new RedisOptions(), { url: 'redis://:hunter2@h' });
  return { journal: new Journal(options, clock, log), log, clock };
}

describe('what the log says of Redis', () => {
  it('is one line when it is lost and one when it is back, with the reason and without the password', () => {
    const { journal, log, clock } = make();
    journal.note(new Error('bad AUTH hunter2'));
    journal.lost();
    journal.note(new Error('something else'));
    journal.lost();
    clock.advance(2500);
    journal.found(7);
    journal.found(7);
    expect(log.lines).toEqual([
      'warn: Redis does not answer (bad AUTH ***): this instance decides from its own memory until it does',
      'info: Redis answers again after 2.5 s; 7 decisions so far were made without it',
    ]);
  });

  it('is nothing where it is found for the first time', () => {
    const { journal, log } = make();
    journal.found(0);
    expect(log.lines).toEqual([]);
  });

  it('names the cause and not its consequence', () => {
    const { journal, log } = make();
    journal.note(new Error('ECONNREFUSED'));
    journal.note(new NotConnectedError('reconnecting'));
    journal.noteIfUnknown(new Error('Connection is closed.'));
    journal.lost();
    expect(log.lines[0]).toContain('(ECONNREFUSED)');
  });

  it('does not blame an error from before Redis last answered', () => {
    const { journal, log } = make();
    journal.note(new Error('an old story'));
    journal.fine();
    journal.note(new NotConnectedError('closed'));
    journal.lost();
    expect(log.lines[0]).toContain('(the connection is closed)');
  });
});
