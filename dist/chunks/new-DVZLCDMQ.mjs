import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{findRoot,readTargets}from"./chunk-V2FN7DQX.mjs";import{textFile,writeAtomically}from"./chunk-FR5KNY2Y.mjs";import{analyse}from"./chunk-7UWFJAQU.mjs";import"./chunk-5XMVQYID.mjs";import{EXIT,UsageError}from"./chunk-73KE6UFU.mjs";import"./chunk-GPL56GIC.mjs";import"./chunk-WKWAJTV2.mjs";import"./chunk-WXZFLKNJ.mjs";import{DEFINITIONS_FOLDER}from"./chunk-XCAZT6XC.mjs";import"./chunk-WCZDIGI7.mjs";import"./chunk-ZIPOEN3Z.mjs";import"./chunk-Z3DWX2RL.mjs";import"./chunk-KWAFDT4D.mjs";import"./chunk-VU72AMH5.mjs";import{randomUUID}from"node:crypto";import{existsSync}from"node:fs";import{relative,resolve}from"node:path";async function newDefinition(id,options,terminal){let[namespace,...rest]=id.split("."),isLabel=part=>/^[a-z0-9]+(?:-+[a-z0-9]+)*$/.test(part);if(rest.length===0||!id.split(".").every(isLabel)||id.length>52)throw new UsageError(`"${id}" is not an id: write <namespace>.<name> in lower case, such as acme.nightly-report (at most 52 characters)`);let root=findRoot(process.cwd())??process.cwd(),today=new Date().toISOString().slice(0,10),text=skeleton({id,name:rest.join("."),today,variable:await firstVariable(root)});if(options.stdout)return terminal.out(text),EXIT.ok;let path=`${DEFINITIONS_FOLDER}/${namespace}/${rest.join(".")}.md`,shown=relative(process.cwd(),resolve(root,path));if(existsSync(resolve(root,path)))throw new UsageError(`${shown} is there already`);return await writeAtomically(root,textFile(path,text)),terminal.out(`${shown}
next: fill it in, then actdef validate ${shown}
`),EXIT.ok}async function firstVariable(root){let{targets}=analyse({definitions:[],targets:readTargets(root),isWholeProject:!1});return Object.keys(targets[0]?.target.environment??{})[0]??"SERVICE_URL"}function skeleton({id,name,variable,today}){let title=name.replace(/[-.]+/g," ");return`---
type: activity-definition
schema_version: 1
id: ${id}
uuid: ${randomUUID()}
title: ${title.charAt(0).toUpperCase()}${title.slice(1)}
owner: nobody-yet # who is called when it fails
created: ${today}
updated: ${today}
enabled: false # true once the rollout phase is parallel or primary
schedule:
  cron: "17 3 * * *" # five fields, in quotes; always UTC
misfire_policy: skip # a fire that comes too late is dropped; or fire_once, fire_all
max_seconds: 300 # how long the called service may work
on_failure: log_and_continue # or pause, escalate
invoke:
  kind: http
  method: POST
  base_url_env: ${variable} # a name from \`environment\` in k8s/targets/*.yaml
  path: /${name.replaceAll(".","/")}
  idempotent: false # true if a repeat of the same fire does no harm
rollout:
  phase: defined
---

# ${title.charAt(0).toUpperCase()}${title.slice(1)}

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
`}export{newDefinition};
