import { element, type Element } from '../../twiml/element';
import { markup } from '../../twiml/markup';
import { given } from '../rendered';

interface Prompt {
  say?: string;
  play?: string;
  voice?: string;
  language?: string;
  loop?: number;
}

/** The verb that speaks or plays to the caller; none where the templates left nothing (an empty Say is 13520). */
export function prompt({ say, play, voice, language, loop }: Prompt): Element[] {
  if (given(say)) {
    return [element('Say', { voice: chosen(voice), language: given(language), loop }, ...markup(say ?? ''))];
  }
  const url = given(play);
  return url ? [element('Play', { loop }, url)] : [];
}

/** Exports say "default" for the account's own voice, which TwiML knows only as no voice at all. */
function chosen(voice: string | undefined): string | undefined {
  return given(voice) === 'default' ? undefined : given(voice);
}
