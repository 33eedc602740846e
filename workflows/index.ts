export { execution } from './execution';
export { flow } from './flow';
export { replyAddress } from './reply-address';
export { revision } from './revision';
