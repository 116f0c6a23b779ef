import { type IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Settings } from '../settings.js';
import { Refusal } from './refusal.js';

/** Lets in who knows the API key, and names the right project where one is set. */
@Injectable()
export class CredentialsGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<IncomingMessage>();
    const { apiKey, projectId } = this.settings;
    if (headers['x-api-key'] === undefined) throw new Refusal(401, 'X-API-Key is missing');
    if (headers['x-api-key'] !== apiKey) throw new Refusal(401, 'Unknown API key');
    if (projectId !== undefined && headers['x-project-id'] !== projectId) {
      throw new Refusal(403, 'X-Project-ID is not the project of this API key');
    }
    return true;
  }
}
