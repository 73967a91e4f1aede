import { expect, test } from "vitest";
import { shortestTimeoutSeconds } from "../../src/operate/preflight.ts";
import { nginxConfiguration } from "../../src/project/nginx-configuration.ts";
import { stateHubBridge } from "../project/sample.ts";

test.each([
  ["a number", " 360\n", 360],
  ["seconds", "proxy_read_timeout 360s;", 360],
  ["a number without a unit", "proxy_read_timeout 360;", 360],
  ["minutes", "proxy_read_timeout 5m;", 300],
  ["hours", "proxy_read_timeout 1h;", 3600],
  ["milliseconds", "proxy_read_timeout 1500ms;", 1.5],
  ["the shortest of several", "location / { proxy_read_timeout 360s; } location /x { proxy_send_timeout 30s; }", 30],
  ["one on the line of its block", "server { location / { proxy_read_timeout 45s; } }", 45],
  ["one behind a comment", "# proxy_read_timeout 10s;\nproxy_read_timeout\n  60s;", 60],
  ["none in a comment", "proxy_pass http://a; # proxy_read_timeout 10s;", undefined],
  ["none of another directive", "proxy_connect_timeout 5s; client_body_timeout 9s;", undefined],
  ["none of a variable", "proxy_read_timeout $timeout;", undefined],
  ["a time of several parts", "proxy_read_timeout 1m30s; proxy_send_timeout '2m 30s';", 90],
  ["none where one of several cannot be read", "proxy_read_timeout $timeout; proxy_send_timeout 360s;", undefined],
  ["none in an empty text", "", undefined],
  ["the one that a managed bridge gets", nginxConfiguration(stateHubBridge, "activity-core"), 360],
])("the time-out of a bridge: %s", (_, text, seconds) => {
  expect(shortestTimeoutSeconds(text)).toBe(seconds);
});
