export { execution } from './execution';
export { flow } from './flow';
export { removal } from './removal';
export { replyAddress } from './reply-address';
export { revision } from './revision';
