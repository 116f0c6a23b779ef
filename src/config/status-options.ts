import { IsOptional, MinLength } from 'class-validator';
import { Option } from '../kernel/index.js';

export class StatusOptions {
  @Option({
    about: 'Turns `GET /guard/status` on; the bearer token that it asks for, at least 16 characters.',
    env: 'GUARD_STATUS_TOKEN',
    secret: true,
  })
  @IsOptional()
  @MinLength(16, { message: 'must be at least 16 characters' })
  token?: string;
}
