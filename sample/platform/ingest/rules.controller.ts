import { Controller, Get, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common';
import { FailureInterceptor } from '../control/failure.interceptor.js';
import { RuleShelf } from '../store/rule-shelf.js';
import { CredentialsGuard } from './credentials.guard.js';
import { RefusalFilter } from './refusal.filter.js';

@Controller('api/v1/rules')
@UseGuards(CredentialsGuard)
@UseInterceptors(FailureInterceptor)
@UseFilters(RefusalFilter)
export class RulesController {
  constructor(private readonly shelf: RuleShelf) {}

  @Get()
  rules(): object {
    return this.shelf.inForce;
  }
}
