import { Controller, Get, Header } from '@nestjs/common';
import { Received } from '../store/received.js';
import { RuleShelf } from '../store/rule-shelf.js';
import { renderPage } from './page.js';

/** A page for people. It shows texts that attackers wrote: everything is escaped and nothing on it may run. */
@Controller()
export class PageController {
  constructor(
    private readonly received: Received,
    private readonly rules: RuleShelf,
  ) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
  @Header('X-Content-Type-Options', 'nosniff')
  show(): string {
    return renderPage(this.received, this.rules.inForce);
  }
}
