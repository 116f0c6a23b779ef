export { FileSpill, type FileSpillOptions } from './file/file-spill.js';
export { type Handle, type Recalled, type Spill, type SpillHealth } from './port.js';
