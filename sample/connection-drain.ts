import { type Server } from 'node:http';
import { Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/**
 * Lets a server end soon after a signal. `server.close()` shuts the connections that are idle at that moment; one that
 * was busy then would stay open, idle, until its keep-alive time is over. Requests in flight are finished.
 */
@Injectable()
export class ConnectionDrain implements OnModuleDestroy, OnApplicationShutdown {
  /** Milliseconds from the signal until connections are cut, whatever they still carry. */
  protected readonly patience: number = 8_000;
  private sweep: NodeJS.Timeout | undefined;
  private deadline: NodeJS.Timeout | undefined;

  constructor(private readonly host: HttpAdapterHost) {}

  onModuleDestroy(): void {
    const server = this.host.httpAdapter?.getHttpServer() as Server | undefined;
    if (!server) return;
    this.sweep = setInterval(() => {
      if (!server.listening) server.closeIdleConnections();
    }, 50);
    this.deadline = setTimeout(() => server.closeAllConnections(), this.patience);
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweep);
    clearTimeout(this.deadline);
  }
}
