import json
import boto3

def lambda_handler(event, context):

    message = {"msg": event['message']}

    # get the notification arn from the parameter store
    ssmclient = boto3.client('ssm')
    
    # get the ssn topic arn to use from the parameter store
    response = ssmclient.get_parameter(Name='notifyme')

    # set up to send to the sns topic
    snsclient = boto3.client('sns')

    # send the notification to the topic
    response = snsclient.publish(
        TargetArn=response['Parameter']['Value'],
        Message=json.dumps({'default': json.dumps(message)}),
        MessageStructure='json'
    )
