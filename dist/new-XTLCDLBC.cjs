"use strict";exports.__esModule=!0,exports.newDefinition=y;function u(){const e=require("./chunk-GNAXZ46R.cjs");return u=function(){return e},e}function t(){const e=require("./chunk-7DO4P245.cjs");return t=function(){return e},e}function f(){const e=require("node:crypto");return f=function(){return e},e}function h(){const e=require("node:fs");return h=function(){return e},e}function s(){const e=require("node:path");return s=function(){return e},e}async function y(e,n,r){const[a,...o]=e.split("."),w=m=>/^[a-z0-9]+(?:-+[a-z0-9]+)*$/.test(m);if(o.length===0||!e.split(".").every(w)||e.length>52)throw new(t()).UsageError(`"${e}" is not an id: write <namespace>.<name> in lower case, such as acme.nightly-report (at most 52 characters)`);const i=(0,t().findRoot)(process.cwd())??process.cwd(),p=new Date().toISOString().slice(0,10),d=$({id:e,name:o.join("."),today:p,variable:await _(i)});if(n.stdout)return r.out(d),t().EXIT.ok;const c=`${t().DEFINITIONS_FOLDER}/${a}/${o.join(".")}.md`,l=(0,s().relative)(process.cwd(),(0,s().resolve)(i,c));if((0,h().existsSync)((0,s().resolve)(i,c)))throw new(t()).UsageError(`${l} is there already`);return await(0,u().writeAtomically)(i,(0,u().textFile)(c,d)),r.out(`${l}
next: fill it in, then actdef validate ${l}
`),t().EXIT.ok}async function _(e){const{targets:n}=(0,t().analyse)({definitions:[],targets:(0,t().readTargets)(e),isWholeProject:!1});return Object.keys(n[0]?.target.environment??{})[0]??"SERVICE_URL"}function $({id:e,name:n,variable:r,today:a}){const o=n.replace(/[-.]+/g," ");return`---
type: activity-definition
schema_version: 1
id: ${e}
uuid: ${(0,f().randomUUID)()}
title: ${o.charAt(0).toUpperCase()}${o.slice(1)}
owner: nobody-yet # who is called when it fails
created: ${a}
updated: ${a}
enabled: false # true once the rollout phase is parallel or primary
schedule:
  cron: "17 3 * * *" # five fields, in quotes; always UTC
misfire_policy: skip # a fire that comes too late is dropped; or fire_once, fire_all
max_seconds: 300 # how long the called service may work
on_failure: log_and_continue # or pause, escalate
invoke:
  kind: http
  method: POST
  base_url_env: ${r} # a name from \`environment\` in k8s/targets/*.yaml
  path: /${n.replaceAll(".","/")}
  idempotent: false # true if a repeat of the same fire does no harm
rollout:
  phase: defined
---

# ${o.charAt(0).toUpperCase()}${o.slice(1)}

## Purpose

What this job is for, and who would miss it.

## How to run manually

How to start it once, and what a good run looks like.

## How to pause

How to stop it for an hour, and for longer.

## Failure modes

What fails, how it shows, and what to do then.

## Rollback

How to return to what did this work before.
`}
