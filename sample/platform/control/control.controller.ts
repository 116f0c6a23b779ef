import { type IncomingMessage } from 'node:http';
import { BadRequestException, Controller, Delete, Get, Header, HttpCode, Post, Put, Req } from '@nestjs/common';
import { BodyReader } from '../ingest/body-reader.js';
import { Received } from '../store/received.js';
import { RuleShelf } from '../store/rule-shelf.js';
import { FailureOrders } from './failure-orders.js';

type Done = { readonly success: true };

/** For tests and for people: what came in, what is to go wrong, which rules hold. Needs no key. */
@Controller('control')
export class ControlController {
  constructor(
    private readonly bodies: BodyReader,
    private readonly received: Received,
    private readonly orders: FailureOrders,
    private readonly rules: RuleShelf,
  ) {}

  @Get('received')
  @Header('Content-Type', 'application/json; charset=utf-8')
  show(): string {
    return this.received.toText();
  }

  @Delete('received')
  forget(): Done {
    this.received.forget();
    return { success: true };
  }

  @Post('fail')
  @HttpCode(200)
  async fail(@Req() request: IncomingMessage): Promise<Done> {
    this.orders.take(await this.bodies.readPlain(request));
    return { success: true };
  }

  @Put('rules')
  async setRules(@Req() request: IncomingMessage): Promise<object> {
    const rules = await this.bodies.readPlain(request);
    if (typeof rules !== 'object' || rules === null || Array.isArray(rules)) {
      throw new BadRequestException('Rules are an object: any part of a rule set');
    }
    this.rules.set(rules);
    return this.rules.inForce;
  }
}
