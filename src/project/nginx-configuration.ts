import type { ManagedBridge } from "../model/target.ts";
import { CLUSTER_DNS, qualifiedHost } from "./cluster-address.ts";

/** Answered by the bridge itself, so that a probe says nothing of what lies behind it. */
export const HEALTH_PATH = "/bridge-health";

/**
 * The whole configuration of a bridge's nginx.
 *
 * The upstream's name is resolved at each call: resolved at the start, a name that is not there yet would keep nginx
 * from starting at all, and an address that changes later would never be seen. That needs the address of the cluster's
 * DNS, which differs from cluster to cluster; the name of its Service does not, and nginx looks that name up once, at
 * the start, through the pod's own resolver.
 */
export function nginxConfiguration(bridge: ManagedBridge, namespace: string): string {
  const { port, upstream, proxy_timeout_seconds } = bridge;
  const host = qualifiedHost(upstream.host, namespace);
  const authority = `${host.includes(":") ? `[${host}]` : host}:${upstream.port}`;
  return `daemon off;
pid /tmp/nginx.pid;
error_log stderr warn;

events {
    worker_connections 1024;
}

http {
    server_tokens off;

    client_body_temp_path /tmp/client-body;
    proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;

    log_format call escape=json
        '{"time":"$time_iso8601","method":"$request_method","path":"$uri","status":$status,'
        '"seconds":$request_time,"upstream":"$upstream_addr","idempotency_key":"$http_idempotency_key"}';
    access_log /dev/stdout call;

    resolver ${CLUSTER_DNS};
    resolver_timeout 5s;

    server {
        listen ${port};

        # Calls are rare and a POST is never repeated: none may be lost on a connection that was kept too long.
        keepalive_timeout 0;

        client_max_body_size 1m;
        large_client_header_buffers 4 16k;

        location = ${HEALTH_PATH} {
            access_log off;
            default_type text/plain;
            return 200 "ok\\n";
        }

        location / {
            # A variable, so that the name is resolved at each call.
            set $upstream ${authority};
            proxy_pass http://$upstream;
            proxy_http_version 1.1;

            # From the target: proxy_timeout_seconds.
            proxy_read_timeout ${proxy_timeout_seconds}s;
            proxy_send_timeout ${proxy_timeout_seconds}s;
            proxy_connect_timeout 5s;

            # Whatever happens, a call is passed on at most once.
            proxy_next_upstream off;
            proxy_request_buffering off;
            proxy_buffering off;

            # Room for an answer's headers, which must fit into one buffer.
            proxy_buffer_size 16k;
            proxy_buffers 4 16k;
        }
    }
}
`;
}
