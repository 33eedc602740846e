export { execution } from './execution';
export { flow } from './flow';
export { revision } from './revision';
