export { RedisSpill } from './redis/redis-spill.js';
export { FileSpill, type FileSpillOptions } from './file/file-spill.js';
export { type Handle, type Recalled, type Spill, type SpillHealth, type SpillSettings } from './port.js';
