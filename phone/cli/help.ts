import { typedHelp } from '../session/chat-terminal';
import { chatHelp } from '../session/parse-chat';
import { scriptHelp } from '../script';

export const help = `Usage: npm run phone -- NUMBER [options]
       npm run phone -- NUMBER --chat [options]
       npm run phone -- --receive [options]
       npm run phone -- --check FILE... [options]

A telephone for a running engine. It places a call as Twilio would and obeys the TwiML it gets; it writes messages and
shows what comes back (--chat); it waits for calls and messages (--receive); or it does again what a file tells, and
says what has become different (--check).

NUMBER is a telephone number that \`npm start\` has printed, the SID of a flow (FW...) or the URL of a TwiML
application. With --flow it may be left out.

  --chat             write messages; calls and messages of the flow reach the telephone meanwhile
  --receive          only wait for calls and messages
  --flow FILE        run a flow file that is not imported yet
  --from NUMBER      who calls or writes; +15557654321 unless told. whatsapp:+1... writes by WhatsApp
  --messaging-service SID
                     the Messaging Service that NUMBER belongs to
  --script FILE      answers, one a line, instead of yours; nothing is waited for
  --answer ANSWER    the same, one answer each; may be repeated
  --fast             do not wait for pauses and timeouts
  --record FILE      write down what was heard, said, sent and received
  --check FILE...    do it again, and compare
  --gateway URL      instead of the running engine's
  --account SID      instead of TWILIO_ACCOUNT_SID or the running engine's
  --token TOKEN      instead of TWILIO_AUTH_TOKEN (which other users cannot see) or the running engine's
  --verbose          show requests and TwiML
  --json             print the record as JSON when it is over
  --help

In a call without a script, type digits to press keys and words to speak; an empty line is silence, \`hangup\` hangs
up. ${typedHelp}

${scriptHelp}

${chatHelp}

Exit status: 0 it has ended normally, 1 an application error, or something has not come that was waited for, 2 the
phone was called wrongly, 3 something is not as in the file.
`;
