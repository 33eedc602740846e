import type { Verb } from '../line';
import { start, stop } from './background';
import { connect } from './connect';
import { dial } from './dial';
import { enqueue } from './enqueue';
import { gather } from './gather';
import { hangup } from './hangup';
import { leave } from './leave';
import { pause } from './pause';
import { pay } from './pay';
import { play } from './play';
import { record } from './record';
import { redirect } from './redirect';
import { refer } from './refer';
import { reject } from './reject';
import { say } from './say';

/** The verbs that the phone obeys, by their element names. */
export const verbs: Partial<Record<string, Verb>> = {
  Connect: connect,
  Dial: dial,
  Enqueue: enqueue,
  Gather: gather,
  Hangup: hangup,
  Leave: leave,
  Pause: pause,
  Pay: pay,
  Play: play,
  Record: record,
  Redirect: redirect,
  Refer: refer,
  Reject: reject,
  Say: say,
  Start: start,
  Stop: stop,
};
