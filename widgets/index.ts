import { addTwimlRedirect } from './add-twiml-redirect';
import { capturePayments } from './capture-payments';
import { connectCallTo } from './connect-call-to';
import { connectVirtualAgent } from './connect-virtual-agent';
import { connectVirtualAgentV2 } from './connect-virtual-agent-v2';
import { enqueueCall } from './enqueue-call';
import { forkStream } from './fork-stream';
import { gatherInputOnCall } from './gather-input-on-call';
import { makeHttpRequest } from './make-http-request';
import { makeOutgoingCallV1 } from './make-outgoing-call-v1';
import { makeOutgoingCallV2 } from './make-outgoing-call-v2';
import { recordCall } from './record-call';
import { recordVoicemail } from './record-voicemail';
import { resumeConversation } from './resume-conversation';
import { runConversationRelay } from './run-conversation-relay';
import { runFunction } from './run-function';
import { runSubflow } from './run-subflow';
import { sayPlay } from './say-play';
import { sendAndWaitForReply } from './send-and-wait-for-reply';
import { sendMessage } from './send-message';
import { sendToAutoPilot } from './send-to-auto-pilot';
import { sendToFlex } from './send-to-flex';
import { setVariables } from './set-variables';
import { splitBasedOn } from './split-based-on';
import { startConversation } from './start-conversation';
import { trigger } from './trigger';
import type { Widget } from './widget';

/** Every widget type there is, in the order of Twilio's widget library. */
export const widgets: ReadonlyMap<string, Widget> = new Map(
  [
    trigger,
    splitBasedOn,
    setVariables,
    sayPlay,
    gatherInputOnCall,
    connectCallTo,
    makeOutgoingCallV1,
    makeOutgoingCallV2,
    recordVoicemail,
    recordCall,
    enqueueCall,
    capturePayments,
    forkStream,
    connectVirtualAgent,
    connectVirtualAgentV2,
    runConversationRelay,
    sendMessage,
    sendAndWaitForReply,
    startConversation,
    resumeConversation,
    runFunction,
    makeHttpRequest,
    addTwimlRedirect,
    runSubflow,
    sendToFlex,
    sendToAutoPilot,
  ].map(widget => [widget.type, widget]),
);

export function widgetOf(type: string): Widget | undefined {
  return widgets.get(type);
}
